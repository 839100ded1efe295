import {changeSpeed} from '../session/pacer.js';
import {type Snapshot} from '../session/snapshot.js';
import {type TrainingSession} from '../session/training-session.js';
import {type Show} from '../shows/show.js';
import {type Action} from './key-binding.js';
import {keyBindings} from './key-table.js';
import {isOver} from './keys.js';

const learningRateFactor = 1.5;
const temperatureStep = 0.1;
const [lowestTemperature, highestTemperature] = [0.1, 3];
const mostNotches = 30;

/** What holds for all runs that go in step. */
const ofAll: ReadonlySet<Action> = new Set(keyBindings.filter(({isForAll}) => isForAll).map(({action}) => action));

/** Does to a training, or to all that go in step with it, what a key is for. */
export function steer(action: Action, {session, sessions = [session]}: Pick<Show, 'session' | 'sessions'>): void {
	if (action === 'togglePause') {
		togglePause(session, sessions);
		return;
	}

	for (const each of action === 'stepOnce' ? lastOf(sessions) : (ofAll.has(action) ? sessions : [session])) {
		steering[action]?.(each);
	}
}

/** Those that are behind the others go first. */
function lastOf(sessions: readonly TrainingSession[]): TrainingSession[] {
	const on = sessions.map(session => ({session, ...session.getSnapshot()})).filter(({status}) => !isOver(status));
	const stepOf = ({lastStep}: Pick<Snapshot, 'lastStep'>) => lastStep?.step ?? 0;
	const slowest = Math.min(...on.map(each => stepOf(each)));
	// Those that are not the last are to wait all the same.
	for (const {session} of on) {
		session.pause();
	}

	return on.filter(each => stepOf(each) === slowest).map(({session}) => session);
}

/** As it is with the one in focus, so it is with all; if that is over, the others say. */
function togglePause(session: TrainingSession, sessions: readonly TrainingSession[]) {
	const statuses = (isOver(session.getSnapshot().status) ? sessions : [session]).map(each => each.getSnapshot().status);
	const isPaused = statuses.includes('paused');
	for (const each of sessions) {
		if (isPaused) {
			each.resume();
		} else {
			each.pause();
		}
	}
}

/** What keys change of a training. */
const steering: Partial<Record<Action, (session: TrainingSession) => void>> = {
	// One goes through it at one's own pace.
	slowMotion(session) {
		session.pause();
	},
	playStages(session) {
		session.pause();
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
