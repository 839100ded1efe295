import {nameOfMean} from '../../history/final-loss.js';
import {finalSamples} from '../../history/sample-history.js';
import {formatCount, formatDuration} from '../../text/format.js';
import {parametersInUse} from '../parameters-in-use.js';
import {type ExportContents} from './exported-run.js';
import {
	baselineFigures,
	configFigures,
	type Figure,
	resultFigures,
} from './figures.js';
import {type Content, element, type Markup} from './markup.js';
import {
	about,
	baselineTable,
	changeTable,
	figureTable,
	foreign,
	sampleList,
	section,
	warningList,
} from './page-parts.js';
import {curveText, lossText, sizeText} from './run-texts.js';
import {chartPicture} from './svg.js';

/** The chart in a wide window and in a narrow one, in pixels of each. */
const wide = {width: 944, height: 460};
const narrow = {width: 364, height: 400};
/** Of the samples on the way, the page shows so many, the last ones. */
const mostSamplesOnTheWay = 100;
const dates = new Intl.DateTimeFormat('en-GB', {dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC'});

/** All that one sees of the page of a run. */
export function pageBody(contents: ExportContents): Markup {
	const {start: {versions}, controls, warnings} = contents;
	const main = element(
		'main',
		{},
		chartFigure(contents),
		section('warnings', 'Warnings', warningList(warnings)),
		element('div', {class: 'pair'}, ...tablesOf(contents)),
		...samplesOf(contents),
		section('changes', 'Changed by hand', changeTable(controls)),
	);
	const {'microgpt-tui': own = '', node} = versions;
	const footer = element('footer', {}, 'Made by microgpt-tui ', foreign(own), ...(node === undefined ? [] : [' on Node ', foreign(node)]));
	return element('body', {}, element('header', {}, ...headerOf(contents)), main, footer);
}

function chartFigure(contents: ExportContents): Markup {
	return element(
		'figure',
		{},
		element('div', {class: 'wide'}, chartPicture(contents, {...wide, id: 'wide', isAlone: false})),
		element('div', {class: 'narrow'}, chartPicture(contents, {...narrow, id: 'narrow', isAlone: false})),
		element('figcaption', {}, curveText(contents)),
	);
}

function headerOf(contents: ExportContents): Markup[] {
	const {start, name, title, createdAt} = contents;
	return [
		element('h1', {}, ...(title === undefined ? [] : [foreign(title), ': ']), foreign(start.preset), ...(start.dataset.name === undefined ? [] : [' on ', foreign(start.dataset.name)])),
		element('p', {class: 'lede'}, `${sizeText(contents)}. Run `, foreign(name), ', ', timeOf(createdAt), '.', ...originOf(contents)),
		element('dl', {class: 'highlights'}, ...highlightsOf(contents).map(([label, value]) => highlight(label, value))),
	];
}

/** Where a fork comes from. */
function originOf({start: {parent}}: ExportContents): Content[] {
	return parent ? [' It left ', parent.run === undefined ? 'a run that was not saved' : foreign(parent.run), ` at step ${formatCount(parent.step)}.`] : [];
}

function highlight(label: string, value: string): Markup {
	return element('div', {}, element('dt', {}, label), element('dd', {}, value));
}

/** The figures that one looks for first. */
function highlightsOf({start, lastMean, evaluations, tokenCount, elapsedMs}: ExportContents): Figure[] {
	const evaluation = evaluations.at(-1);
	const used = parametersInUse(start);
	return [
		...(lastMean ? [[nameOfMean(lastMean), lossText(lastMean.mean)] as const] : []),
		...(evaluation ? [['validation loss', lossText(evaluation.validationLoss)] as const] : (tokenCount === undefined ? [] : [['training tokens', formatCount(tokenCount)] as const])),
		...(start.parameterCount === undefined ? [] : [['parameters', formatCount(start.parameterCount)] as const]),
		...(used === undefined ? [] : [['of them in use', formatCount(used)] as const]),
		...(elapsedMs === undefined ? [] : [['engine time', formatDuration(elapsedMs)] as const]),
	];
}

function tablesOf(contents: ExportContents): Array<Markup | undefined> {
	const result = section('result', 'Result', figureTable(resultFigures(contents)));
	const baselines = section('baselines', 'Compared with models that only count', baselineTable(baselineFigures(contents)));
	return [
		element('div', {}, result, baselines),
		section('configuration', 'Configuration', figureTable(configFigures(contents))),
	];
}

/** The samples of the finished model, and those during training. */
function samplesOf({samples}: ExportContents): Array<Markup | undefined> {
	const final = finalSamples(samples);
	const onTheWay = samples.filter(({ordinal}) => ordinal === undefined);
	const shown = onTheWay.slice(-mostSamplesOnTheWay);
	return [
		section('samples', 'Made up by the trained model', ...sampleList(final, false)),
		section(
			'on-the-way',
			'Samples during training',
			...(shown.length < onTheWay.length ? [about(`The last ${formatCount(shown.length)} of ${formatCount(onTheWay.length)}:`)] : []),
			...sampleList(shown, true),
		),
	];
}

/** A date and time of day for people; a text that is none stays as it is. */
function timeOf(text: string): Markup {
	const date = new Date(text);
	return Number.isNaN(date.getTime()) ? foreign(text) : element('time', {datetime: date.toISOString()}, `${dates.format(date)} UTC`);
}
