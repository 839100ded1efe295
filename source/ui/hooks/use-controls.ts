import {useInput} from 'ink';
import {changeSpeed} from '../../session/pacer.js';
import {type TrainingSession} from '../../session/training-session.js';
import {bindingOf} from '../keys.js';

const learningRateFactor = 1.5;
const mostNotches = 30;

export type ControlsOptions = {
	readonly session: TrainingSession;
	/** Without a terminal on stdin there are no keys. */
	readonly hasKeys: boolean;
	readonly toggleHelp: () => void;
	readonly quit: () => void;
	/** Ctrl+C, which a terminal in raw mode sends as a key. */
	readonly interrupt: () => void;
};

/** Turns keys into actions on the session. It knows no pixels. */
export function useControls({session, hasKeys, toggleHelp, quit, interrupt}: ControlsOptions): void {
	const perform = (input: string) => {
		const {status, speed, learningRateScale} = session.getSnapshot();
		const binding = bindingOf(input);
		const isOver = status === 'finished' || status === 'failed';
		if (isOver && !binding?.worksAtTheEnd) {
			return;
		}

		switch (binding?.action) {
			case 'togglePause': {
				if (status === 'paused') {
					session.resume();
				} else {
					session.pause();
				}

				break;
			}

			case 'stepOnce': {
				session.stepOnce();
				break;
			}

			case 'faster': {
				session.setSpeed(changeSpeed(speed, 1));
				break;
			}

			case 'slower': {
				session.setSpeed(changeSpeed(speed, -1));
				break;
			}

			case 'lowerLearningRate': {
				session.setLearningRateScale(turnNotch(learningRateScale, -1));
				break;
			}

			case 'raiseLearningRate': {
				session.setLearningRateScale(turnNotch(learningRateScale, 1));
				break;
			}

			case 'toggleHelp': {
				toggleHelp();
				break;
			}

			case 'quit': {
				quit();
				break;
			}

			case undefined: {
				break;
			}
		}
	};

	useInput((input, key) => {
		if (key.ctrl || key.meta) {
			if (input === 'c' && key.ctrl) {
				interrupt();
			}

			return;
		}

		// Keys that were pressed quickly arrive together.
		for (const character of input) {
			perform(character);
		}
	}, {isActive: hasKeys});
}

/** The next power of 1.5; down and up again is exactly 1, so that the run is the reference's again. */
function turnNotch(scale: number, direction: 1 | -1): number {
	const notch = Math.round(Math.log(scale) / Math.log(learningRateFactor)) + direction;
	return learningRateFactor ** Math.max(-mostNotches, Math.min(mostNotches, notch));
}
