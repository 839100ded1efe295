import {useState} from 'react';
import {type Inspector} from '../../../inspection/inspector.js';
import {frameRows, Page} from '../../components/page.js';
import {movePlace, type Place} from '../../hooks/use-cursor.js';
import {type AskedMoment, useInspection} from '../../hooks/use-inspection.js';
import {indentPicture, stack} from '../../spots.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {type AttentionContent, drawAttention} from './attention.js';
import {drawEmbeddings} from './embeddings.js';
import {type Drawn, type Room} from './look.js';
import {pagesOf, pageTabs, tabSpots} from './pages.js';
import {drawPositions} from './positions.js';
import {drawWeights, mapRoom} from './weights.js';

const margin = 1;

/** A page with the training's answer; undefined before the first one. */
export type InsideContent =
	| ({readonly page: 'attention'} & AttentionContent)
	| {readonly page: 'embeddings'; readonly answer: ReturnType<Inspector['compareEmbeddings']> | undefined}
	| {readonly page: 'weights'; readonly answer: ReturnType<Inspector['weights']> | undefined}
	| {readonly page: 'positions'; readonly answer: ReturnType<Inspector['measurePositions']> | undefined};

export type InsideProps = ViewProps & {
	readonly content: InsideContent;
	/** How far one has moved down the page. */
	readonly place: number;
};

/** What is inside the model: one of four pages. */
export function Inside(view: InsideProps) {
	return <DrawnPage {...view} drawn={drawInside(view)}/>;
}

/** Where all of a page is in sight, there is nothing to scroll. */
function DrawnPage({drawn, ...view}: ViewProps & {readonly drawn: Drawn}) {
	return <Page {...view} lines={drawn.lines} spots={drawn.spots ?? []} idle={drawn.most === 0 ? ['up', 'down'] : []}/>;
}

/** The lines between header and key bar. */
export function drawInside(view: InsideProps): Drawn {
	const {page} = view.content;
	const room = roomOf(view);
	const pages = pagesOf(view.snapshot.start?.model);
	const {lines, spots = [], most} = drawPage(view, room);
	const picture = stack([
		{lines: [pageTabs(page, pages, room.width, view)], spots: tabSpots(page, pages, room.width)},
		{lines: lines.slice(0, room.rows), spots: spots.map(spot => ({...spot, rows: Math.max(0, Math.min(spot.rows, room.rows - spot.row, lines.length - spot.row)), columns: Math.min(spot.columns, room.width - spot.column)}))},
	]);
	return {...indentPicture(picture, margin), most};
}

function drawPage({content, place, ...view}: InsideProps, room: Room): Drawn {
	switch (content.page) {
		case 'attention': {
			return drawAttention(content, place, view, room);
		}

		case 'embeddings': {
			return drawEmbeddings(content.answer, place, view, room);
		}

		case 'weights': {
			return drawWeights(content.answer, place, view, room);
		}

		case 'positions': {
			return drawPositions(content.answer, place, view, room);
		}
	}
}

/** Without the names of the pages. */
function roomOf({columns, rows}: ViewProps): Room {
	return {width: columns - (2 * margin), rows: rows - frameRows - 1};
}

const livePages = {
	attention: LiveAttention, embeddings: LiveEmbeddings, weights: LiveWeights, positions: LivePositions,
} as const;

/** The view of a running session. It asks the training only for what the open page shows. */
export function LiveInside(view: LiveViewProps) {
	const {cursor, isTyping} = view.state;
	const [moved, setMoved] = useState<Place>({cursor: 0, place: 0});
	const pages = pagesOf(view.snapshot.start?.model);
	const along = movePlace(moved, cursor.column, pages.length - 1);
	// What is typed is read on its page.
	const next = isTyping ? {...along, place: pages.indexOf('attention')} : along;
	if (next.cursor !== moved.cursor || next.place !== moved.place) {
		setMoved(next);
	}

	const page = pages[next.place];
	const LivePage = livePages[page];
	return <LivePage key={page} {...view}/>;
}

function LiveAttention({ask, ...view}: LiveViewProps) {
	const {state: {texts}, snapshot: {status}} = view;
	const answer = useInspection(ask, 'traceDocument', texts.inside === '' ? [] : [texts.inside], momentOf(view));
	const [longest, setLongest] = useState(0);
	const count = answer?.positions.length ?? 0;
	if (count > longest) {
		setLongest(count);
	}

	const isChanging = status === 'running' && texts.inside === '';
	return <Scrolled {...view} content={{page: 'attention', answer, longest: isChanging ? longest : undefined}}/>;
}

function LiveEmbeddings({ask, ...view}: LiveViewProps) {
	const answer = useInspection(ask, 'compareEmbeddings', [], momentOf(view));
	return <Scrolled {...view} content={{page: 'embeddings', answer}}/>;
}

function LiveWeights({ask, ...view}: LiveViewProps) {
	const {rows, columns} = mapRoom(view, roomOf(view));
	const answer = useInspection(ask, 'weights', [rows, columns], momentOf(view));
	return <Scrolled {...view} content={{page: 'weights', answer}}/>;
}

function LivePositions({ask, ...view}: LiveViewProps) {
	const answer = useInspection(ask, 'measurePositions', [], momentOf(view));
	return <Scrolled {...view} content={{page: 'positions', answer}}/>;
}

function momentOf({snapshot: {lastStep, status}, past}: ViewProps): AskedMoment {
	return {step: past ?? lastStep?.step ?? 0, isStill: status !== 'running'};
}

/** A page that up and down move, from its top on. */
function Scrolled(view: Omit<InsideProps, 'place'>) {
	const {cursor} = view.state;
	const [moved, setMoved] = useState<Place>({cursor: cursor.row, place: 0});
	const wanted = movePlace(moved, cursor.row, Infinity);
	const drawn = drawInside({...view, place: wanted.place});
	const next = {...wanted, place: Math.min(wanted.place, drawn.most)};
	if (next.cursor !== moved.cursor || next.place !== moved.place) {
		setMoved(next);
	}

	return <DrawnPage {...view} drawn={drawn}/>;
}
