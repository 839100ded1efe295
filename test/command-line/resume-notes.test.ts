import {expect, it} from 'vitest';
import {changeNotes, untakenNotes} from '../../source/command-line/resume-notes.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type PlanChanges, type TrainingPlan} from '../../source/settings/training-plan.js';

const planned: TrainingPlan = createRunConfig(chapter7, {
	steps: 100, learningRate: 0.01, schedule: 'linear', warmup: 0,
}).training;

function notesOf(changes: PlanChanges, {step = 50, scale = 1, before = {}}: {readonly step?: number; readonly scale?: number; readonly before?: PlanChanges} = {}): string[] {
	const plan = {...planned, ...before};
	return changeNotes({step, controls: {learningRateScale: scale}}, plan, {...plan, ...changes});
}

it('says nothing where nothing is changed', () => {
	expect(notesOf({})).toEqual([]);
	expect(notesOf({learningRate: 0.01}, {scale: 0.5})).toEqual([]);
});

it('says what more steps make of the schedule, also of one whose rate was changed by a factor', () => {
	expect(notesOf({steps: 200})).toEqual(['It will have 200 steps instead of 100. The linear schedule of the learning rate now ends at step 200: the next step has 0.007500 instead of 0.005000.']);
	expect(notesOf({steps: 200}, {scale: 0.1})).toEqual(['It will have 200 steps instead of 100. The linear schedule of the learning rate now ends at step 200: the next step has 0.000750 instead of 0.000500.']);
	expect(notesOf({steps: 2000}, {step: 100, scale: 2})).toEqual(['It will have 2,000 steps instead of 100. The linear schedule of the learning rate now ends at step 2,000: the next step has 0.019000.']);
	expect(notesOf({steps: 200}, {before: {schedule: 'constant'}, scale: 2})).toEqual(['It will have 200 steps instead of 100. The learning rate stays constant.']);
	expect(notesOf({steps: 200}, {step: 0})).toEqual(['It will have 200 steps instead of 100. The linear schedule of the learning rate now ends at step 200: the next step has 0.010000.']);
	expect(notesOf({steps: 50})).toEqual(['It will have 50 steps instead of 100.']);
});

it('says what the rate is now, without the factor of the one before, which had it', () => {
	expect(notesOf({learningRate: 0.001, scheduleFrom: 50}, {scale: 0.5})).toEqual(['Its learning rate is 0.001 now: over the remaining 50 steps, it falls to 0 (linear). The next step has 0.001000 instead of 0.002500.']);
	expect(notesOf({schedule: 'constant', scheduleFrom: 50}, {scale: 0.5})).toEqual(['Its learning rate is 0.01 now: over the remaining 50 steps, it stays there. The next step has 0.010000 instead of 0.002500.']);
	expect(notesOf({
		learningRate: 0.02, warmup: 10, scheduleFrom: 50, schedule: 'cosine',
	})).toEqual(['Its learning rate is 0.02 now: over the remaining 50 steps, it rises to that for 10 steps, then falls to 0 (cosine). The next step has 0.002000 instead of 0.005000.']);
	expect(notesOf({steps: 101, learningRate: 0.001, scheduleFrom: 100}, {step: 100})).toEqual(['It will have 101 steps instead of 100.', 'Its learning rate is 0.001 now: in the one remaining step, it falls to 0 (linear). The next step has 0.001000.']);
	// The schedule counts anew though the rate is the same.
	expect(notesOf({scheduleFrom: 50}, {scale: 0.5})).toEqual(['Its learning rate is 0.01 now: over the remaining 50 steps, it falls to 0 (linear). The next step has 0.010000 instead of 0.002500.']);
});

it('says what else it has from the next step on', () => {
	expect(notesOf({weightDecay: 0.1, gradClip: 1, patience: 3})).toEqual(['From step 51 on, it has a weight decay of 0.1, gradients clipped at 1, an early stop after 3 validations without a better one.']);
	expect(notesOf({weightDecay: 0, gradClip: 0, patience: 0}, {before: {weightDecay: 0.1, gradClip: 1, patience: 3}})).toEqual(['From step 51 on, it has no weight decay, no gradient clipping, no early stop.']);
});

it('says what has become of changes that nothing was saved with', () => {
	const told = {...planned, gradClip: 2};
	expect(untakenNotes(planned, planned, {...planned, gradClip: 3})).toEqual([]);
	expect(untakenNotes(planned, told, told)).toEqual(['The last time, it was resumed with changes, and ended before it was saved. They hold again:']);
	expect(untakenNotes(planned, told, planned)).toEqual(['The last time, it was resumed with changes, and ended before it was saved. They no longer hold.']);
	// What is changed now is said beside it.
	expect(untakenNotes(planned, told, {...planned, gradClip: 3})).toEqual([]);
});
