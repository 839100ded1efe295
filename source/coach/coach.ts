import {countedIn} from '../history/counted.js';
import {type CoachMessage} from './coach-message.js';
import {type Rule, rules} from './coach-rules.js';
import {type Evidence} from './evidence.js';
import {type Lead} from './leads.js';

/** Time to read one before the next. */
const shortestIntervalMs = 4000;
const displayMs = 8000;
/** A lead stays no longer than it takes to read it; only progress waits for it. */
const leadMs = 3000;
const longestHistory = 50;

type Waiting = {readonly rule: Rule; readonly message: CoachMessage};

/**
Says what is worth saying, from what the run has shown; never more than a message every few seconds,
except how the run ended. It knows when to speak; what there is to say, the rules know.
*/
export class Coach {
	/** The message to show now, if there is one. */
	current: CoachMessage | undefined;
	/** All so far, the newest last. */
	history: readonly CoachMessage[] = [];
	/** How many were before those. */
	forgotten = 0;
	readonly #rules: readonly Rule[];
	readonly #lastByRule = new Map<Rule, CoachMessage>();
	#waiting: readonly Waiting[] = [];
	#shownAt = -Infinity;
	#isEndTold = false;
	/** What is still to be said, and what is being said, to whoever is to be led. */
	#leads: readonly Lead[];
	#lead: Lead | undefined;

	/**
	Has said nothing yet.

	@param leads - What comes before all else: to whom this run is not the first, nothing.
	*/
	constructor(knownRules: readonly Rule[] = rules, leads: readonly Lead[] = []) {
		this.#rules = knownRules;
		this.#leads = leads;
	}

	/** When there will be something else to show, also if nothing happens before; undefined for never. */
	get changesAt(): number | undefined {
		if (this.#lead) {
			return this.#shownAt + leadMs;
		}

		if (this.#waiting.length > 0) {
			return this.#shownAt + shortestIntervalMs;
		}

		return this.current && !this.#isEndTold ? this.#shownAt + displayMs : undefined;
	}

	/**
	Looks at a run.

	@param now - A time in milliseconds.
	*/
	observe(evidence: Evidence, now: number): void {
		for (const rule of this.#rules) {
			const message = this.#ask(rule, evidence);
			if (!message) {
				continue;
			}

			this.#lastByRule.set(rule, message);
			this.#enqueue({rule, message});
		}

		if (!this.#isLeading(evidence, now)) {
			this.#show(now);
		}
	}

	/** Leads, as long as there is nothing more pressing to say than that all goes well. */
	#isLeading(evidence: Evidence, now: number): boolean {
		if (this.#waiting.some(({rule}) => rule.topic !== 'progress')) {
			this.#endLead();
			this.#leads = [];
			return false;
		}

		if (!this.#lead || now - this.#shownAt >= leadMs) {
			this.#endLead();
			const [next, ...others] = this.#leads;
			// Before the run says what it trains, there is nothing to lead to.
			if (!next?.(evidence)) {
				return false;
			}

			this.#leads = others;
			this.#lead = next;
			this.#shownAt = now;
		}

		this.current = this.#lead?.(evidence);
		return true;
	}

	/** Whatever comes next need not wait. */
	#endLead() {
		if (!this.#lead) {
			return;
		}

		this.#lead = undefined;
		this.current = undefined;
		this.#shownAt = -Infinity;
	}

	#ask(rule: Rule, evidence: Evidence): CoachMessage | undefined {
		const last = this.#lastByRule.get(rule);
		if (last && !rule.isRepeated) {
			return undefined;
		}

		const message = evidence.finish && rule.isForRunning ? undefined : rule.say(evidence, last);
		return message && withPlaces(message, countedIn(evidence.start));
	}

	/** What waits on the same topic gives way, and to how the run ended all that waits. */
	#enqueue(next: Waiting) {
		if (this.#isEndTold) {
			this.#remember([next.message]);
			return;
		}

		const {isUrgent = false, isOverruled = false, topic} = next.rule;
		const hasToGiveWay = ({rule}: Waiting) => isUrgent || (topic !== undefined && rule.topic === topic);
		if (!isOverruled) {
			this.#remember(this.#waiting.filter(other => hasToGiveWay(other)).map(({message}) => message));
		}

		this.#waiting = [...this.#waiting.filter(other => !hasToGiveWay(other)), next];
	}

	#show(now: number) {
		const sinceLastMs = now - this.#shownAt;
		const next = this.#waiting.at(0);
		if (next && (sinceLastMs >= shortestIntervalMs || next.rule.isUrgent)) {
			this.#waiting = this.#waiting.slice(1);
			this.#remember([next.message]);
			this.current = next.message;
			this.#shownAt = now;
			this.#isEndTold = next.rule.isUrgent ?? false;
		} else if (!this.#isEndTold && sinceLastMs >= displayMs) {
			this.current = undefined;
		}
	}

	#remember(messages: readonly CoachMessage[]) {
		if (messages.length === 0) {
			return;
		}

		const all = [...this.history, ...messages];
		this.history = all.slice(-longestHistory);
		this.forgotten += all.length - this.history.length;
	}
}

/** The rules speak of steps; what another program counts may be something else. */
function withPlaces(message: CoachMessage, counted: string): CoachMessage {
	const speak = (text: string) => text.replaceAll(/\bstep(?= [\d,])/gv, () => counted);
	return counted === 'step' ? message : {...message, wordings: message.wordings.map(wording => speak(wording))};
}
