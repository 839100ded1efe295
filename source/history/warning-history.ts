import {type WarningEvent} from '../training/events.js';

/** Warnings that only tell what happened. */
const newsCodes: ReadonlySet<WarningEvent['code']> = new Set(['restarted', 'rewound', 'recovered']);

/** What went wrong with a run and is not over, each kind once. */
export class WarningHistory {
	all: readonly WarningEvent[] = [];
	/** What another program did last that was not to be expected, but is nothing to be warned of. */
	news: WarningEvent | undefined;

	record(event: WarningEvent): void {
		if (newsCodes.has(event.code)) {
			this.news = event;
			return;
		}

		// Of what is tried again and again, the last time counts.
		this.all = [...this.all.filter(({code}) => code !== event.code), event];
	}

	/** What one kind warned of is over. */
	settle(settled: WarningEvent['code']): void {
		if (this.all.length > 0) {
			this.all = this.all.filter(({code}) => code !== settled);
		}
	}

	copy(): WarningHistory {
		return Object.assign(new WarningHistory(), this);
	}
}
