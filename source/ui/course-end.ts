import {coursePresets} from '../settings/presets.js';

/**
Why no model follows, and what one might do instead; from the longest wording to the shortest.

@param preset - The model of the run that is over.
*/
export function courseEndNotices(preset: string | undefined): readonly string[] {
	return preset === coursePresets.at(-1)!.name
		? ['That was the last model of the course. Try your own text: microgpt-tui --data FILE', 'The course is over. Try your own text: microgpt-tui --data FILE', 'The course is over. Try --data FILE.']
		: ['This run is not part of the course: no model follows it.', 'No model follows this one.'];
}
