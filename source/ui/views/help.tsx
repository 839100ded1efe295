import {numbered} from '../../coach/coach-message.js';
import {numberedText} from '../coach-text.js';
import {margin, paragraph, ScrolledPage} from '../components/scrolled-page.js';
import {type KeyBinding} from '../key-binding.js';
import {keyBindings} from '../key-table.js';
import {isUsable} from '../keys.js';
import {type ViewProps} from '../view-props.js';

const trainingExplanation = [
	'Each step shows the model one document; the loss is how surprised it was by each next letter, in nats.',
	'The baselines are the losses of simpler models: uniform guesses blindly, unigram knows how often each letter',
	'occurs, bigram which letter follows which. The dots are the losses of single steps, or the range of most of them where',
	'there are many; the bold line is their running mean.',
].join(' ');

/** What keys do while something else takes them than a view. */
const answering = 'While you type, Enter accepts the text and Esc clears it. When you are asked, y or Enter means yes, any other key no. = and _ work as + and -.';

/** Another program may train on anything and measure its loss in any way. */
const watchExplanation = [
	'The losses are what the other program reports at each step; the bold line is their running mean. If it starts',
	'its run again, the curve so far stays faintly visible behind the new one; if it goes back to an earlier step,',
	'what it reports from there on replaces what it had reported.',
].join(' ');

const nameWidth = Math.max(...keyBindings.map(({name}) => name.length));
const columnWidth = nameWidth + 1 + Math.max(...keyBindings.map(({description}) => description.length)) + 2;

/** The keys, what the chart shows, and what the coach has said so far; it scrolls where there is no room for all of it. */
export function Help(view: ViewProps) {
	const {columns} = view;
	return <ScrolledPage {...view} lines={[...keyLines(view), '', ...paragraph(answering, columns), ...explanationLines(view), ...coachLines(view)]}/>;
}

/** Keys with no effect now are dimmed and in parentheses; those for what is not on the screen at all, another program's run say, come last. */
function keyLines(view: ViewProps): string[] {
	const {snapshot, shown, state, theme: {paint}} = view;
	const isForThis = ({modes}: KeyBinding) => modes?.includes(snapshot.mode) ?? true;
	const others = keyBindings.filter(binding => !isForThis(binding));
	const hasUnusable = keyBindings.some(binding => !isUsable(binding, {...snapshot, shown, hasPanes: state.hasPanes}));
	return [
		...inColumns(keyBindings.filter(binding => isForThis(binding)), view),
		...(others.length > 0 ? ['', ...inColumns(others, view)] : []),
		...(hasUnusable ? ['', `${' '.repeat(margin)}${paint('label', '(key): has no effect now')}`] : []),
	];
}

/** As many columns as there is room for. */
function inColumns(bindings: readonly KeyBinding[], {snapshot, shown, state, columns, theme: {paint}}: ViewProps): string[] {
	const cells = bindings.map(binding => {
		const {name, description} = binding;
		const text = description.padEnd(columnWidth - nameWidth - 1);
		return isUsable(binding, {...snapshot, shown, hasPanes: state.hasPanes})
			? `${paint('key', name.padEnd(nameWidth))} ${text}`
			: paint('label', `${`(${name})`.padEnd(nameWidth)} ${text}`);
	});
	const columnCount = Math.max(1, Math.floor((columns - margin) / columnWidth));
	const height = Math.ceil(cells.length / columnCount);
	return Array.from({length: height}, (_, row) => (' '.repeat(margin) + cells.filter((__, index) => index % height === row).join('')).trimEnd());
}

function explanationLines({snapshot: {mode}, columns, glyphs}: ViewProps): string[] {
	const explanation = mode === 'watch' ? watchExplanation : trainingExplanation;
	const text = glyphs.isAscii ? explanation.replaceAll(/[“”]/gv, '"') : explanation;
	return ['', ...paragraph(text, columns)];
}

function coachLines({snapshot, shown, columns, theme: {paint}}: ViewProps): string[] {
	const {coachHistory, coachForgotten} = snapshot;
	if (coachHistory.length === 0) {
		return [];
	}

	const messages = numbered(coachHistory, coachForgotten).toReversed().flatMap(message => paragraph(numberedText(message, columns - (2 * margin), {...snapshot, shown}), columns));
	return ['', `${' '.repeat(margin)}${paint('title', 'What the coach has said, latest first')}`.slice(0, Math.max(columns, 60)), ...messages];
}
