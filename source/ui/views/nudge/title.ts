import {letterText} from '../../../report/letter-text.js';
import {matrixName} from '../../../report/matrix-names.js';
import {formatCount} from '../../../text/format.js';
import {fit, fitOrLast} from '../../fitting.js';
import {parameterName} from '../step/adam-table.js';
import {stageName} from './stages.js';
import {nudgeText, numberText} from './numbers.js';
import {type NudgeLook} from './look.js';

/** Which number is nudged and how far, and where one sees what that changes. */
export function titleLines(look: NudgeLook): string[] {
	const {nudged: {by, value, position, reads, next, place}, step, width, glyphs, theme: {paint}} = look;
	const name = nameOf(look, true);
	const purpose = place && matrixName(place.key);
	const moved = `${numberText(value)} ${nudgeText(by)}`;
	const title = fitOrLast([
		`${name}${purpose === undefined ? '' : ` (${purpose})`} before step ${formatCount(step)}: ${moved}`,
		`${name} before step ${formatCount(step)}: ${moved}`,
		`${name}: ${moved}`,
		`${nameOf(look, false)}: ${moved}`,
		`${nameOf(look, false)} ${nudgeText(by)}`,
	], width);
	const [read, right] = [letterText(reads, glyphs), letterText(next, glyphs)];
	const where = fit([
		`Followed forward at position ${formatCount(position + 1)}, which reads ${read}: there the surprise at what comes, ${right}, changes most.`,
		`At position ${formatCount(position + 1)}, after ${read}: the surprise at ${right} changes most there.`,
		`At position ${formatCount(position + 1)}, after ${read}, before ${right}.`,
		`At position ${formatCount(position + 1)}, after ${read}.`,
	], width);
	return [paint('key', title), paint('coach', where)];
}

/** What the number is called; an activation with its position, or without. */
function nameOf(look: NudgeLook, hasPosition: boolean): string {
	const {nudged: {place, activation}, glyphs} = look;
	if (place) {
		return parameterName(place, glyphs);
	}

	const {position, column} = activation!;
	const name = `${stageName(activation!, look)} [${formatCount(column)}]`;
	return hasPosition ? `${name} at position ${formatCount(position + 1)}` : name;
}
