import {type WhyUnknown} from '../run/run.js';
import {formatCount} from '../text/format.js';

/** Why nobody knows how a run was after a step, in a sentence. */
export function unknownText(step: number, why: WhyUnknown | 'closed'): string {
	const howItWas = `how it was after step ${formatCount(step)}`;
	switch (why) {
		case 'notKept': {
			return `${howItWas} is not known any more. Start with --history 64 to look back.`;
		}

		case 'otherWeights': {
			return `${howItWas} is not known any more: the run began with weights from elsewhere, which are not read again.`;
		}

		case 'beforeFork': {
			return `${howItWas} is known to the run that this one has left only later: w, or microgpt-tui replay, shows that.`;
		}

		case 'notReached': {
			return 'the run has not come so far.';
		}

		case 'noMemory': {
			return `${howItWas} takes a second model of this size, for which there is no memory.`;
		}

		case 'endsEarlier': {
			return `${howItWas} is not known any more: done again, its steps come out otherwise and end before that.`;
		}

		case 'closed': {
			return 'the run is closed.';
		}
	}
}
