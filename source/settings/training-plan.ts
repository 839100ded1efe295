import {type TrainingConfig} from './training-config.js';

/** What of a training may be other from a step on, in the order of the settings: of the past, nothing depends on it. */
export const planNames = ['steps', 'learningRate', 'schedule', 'warmup', 'scheduleFrom', 'weightDecay', 'gradClip', 'patience'] as const;

/** What may be changed when a run is resumed; where a schedule counts from follows from that. */
export const resumeNames = planNames.filter(name => name !== 'scheduleFrom');

/** With what the steps of a training are made, as far as that may be changed on the way. */
export type TrainingPlan = Pick<TrainingConfig, (typeof planNames)[number]>;

/** What is changed of a plan. */
export type PlanChanges = {readonly [Name in keyof TrainingPlan]?: NonNullable<TrainingPlan[Name]>};

/** What is asked for when a run is resumed. */
export type ResumeChanges = Pick<PlanChanges, (typeof resumeNames)[number]>;

/** The plan in a training, or what is told of one. */
export function planOf<Training extends PlanChanges>(training: Training): Pick<Training, keyof TrainingPlan & keyof Training> {
	return Object.fromEntries(planNames.filter(name => training[name] !== undefined).map(name => [name, training[name]])) as Pick<Training, keyof TrainingPlan & keyof Training>;
}

/** A training by another plan, as a whole: what that leaves open is not that of before. */
export function withPlan<Training extends PlanChanges>({scheduleFrom, ...training}: Training, plan: PlanChanges): Training {
	return {...training, ...planOf(plan)} as unknown as Training;
}

/** A tenth of a learning rate, without the dust of floating point: what to try where it was too high. */
export function tenthOf(learningRate: number): number {
	return Number((learningRate / 10).toPrecision(3));
}

/** What of a plan is other than it was; undefined if nothing is. */
export function planChanges(before: PlanChanges, after: PlanChanges): PlanChanges | undefined {
	const changes = Object.fromEntries(planNames.filter(name => after[name] !== undefined && after[name] !== before[name]).map(name => [name, after[name]]));
	return Object.keys(changes).length > 0 ? changes : undefined;
}

/** Whether somebody wants to see where it goes on to, whatever the last evaluations said: with more steps, or made another way. */
export function isGoneOnWith({steps: planned = 0}: PlanChanges, {steps = planned, ...others}: PlanChanges): boolean {
	return steps > planned || Object.keys(planOf(others)).length > 0;
}

/** Whether a change is one of how the learning rate goes on: that is taken as it is chosen, without the factor that was put before the rate of then. */
export function isScheduledAnew({learningRate, schedule, warmup, scheduleFrom}: PlanChanges): boolean {
	return [learningRate, schedule, warmup, scheduleFrom].some(value => value !== undefined);
}
