import {changeSpeed} from '../session/pacer.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Action} from './keys.js';

const learningRateFactor = 1.5;
const temperatureStep = 0.1;
const [lowestTemperature, highestTemperature] = [0.1, 3];
const mostNotches = 30;

/** What keys change of the training. */
export const steering: Partial<Record<Action, (session: TrainingSession) => void>> = {
	togglePause(session) {
		if (session.getSnapshot().status === 'paused') {
			session.resume();
		} else {
			session.pause();
		}
	},
	stepOnce(session) {
		session.stepOnce();
	},
	faster(session) {
		session.setSpeed(changeSpeed(session.getSnapshot().speed, 1));
	},
	slower(session) {
		session.setSpeed(changeSpeed(session.getSnapshot().speed, -1));
	},
	lowerLearningRate(session) {
		session.setLearningRateScale(turnNotch(session.getSnapshot().learningRateScale, learningRateFactor, -1));
	},
	raiseLearningRate(session) {
		session.setLearningRateScale(turnNotch(session.getSnapshot().learningRateScale, learningRateFactor, 1));
	},
	cooler(session) {
		session.setTemperature(changeTemperature(session.getSnapshot().temperature, -1));
	},
	warmer(session) {
		session.setTemperature(changeTemperature(session.getSnapshot().temperature, 1));
	},
	makeUp(session) {
		void session.makeUp();
	},
	checkpoint(session) {
		void session.save();
	},
};

/** The next power of a factor; down and up again is exactly 1, so that the run is the reference's again. */
function turnNotch(scale: number, factor: number, direction: 1 | -1): number {
	const notch = Math.round(Math.log(scale) / Math.log(factor)) + direction;
	return factor ** Math.max(-mostNotches, Math.min(mostNotches, notch));
}

/** The next tenth; whatever the run began with, it comes to round numbers. */
function changeTemperature(temperature: number, direction: 1 | -1): number {
	const next = (Math.round(temperature / temperatureStep) + direction) * temperatureStep;
	return Number(Math.max(lowestTemperature, Math.min(highestTemperature, next)).toFixed(1));
}
