import {Box} from 'ink';
import {type FunctionComponent, useLayoutEffect, useState} from 'react';
import {frameRows} from '../components/page.js';
import {frameSpots, PageFrame} from '../components/page-frame.js';
import {type Action} from '../key-binding.js';
import {
	type Act,
	shiftSpots,
	type Spot,
	spotOf,
} from '../spots.js';
import {type LiveViewProps, type PaneNews} from '../view-props.js';
import {seenAs, showView, type ViewName} from '../view-state.js';
import {type PanePlace} from './pane-layout.js';

/** How a view is drawn, and whom it asks. */
export type Drawing = {readonly View: FunctionComponent<LiveViewProps>; readonly asking: Pick<LiveViewProps, 'ask' | 'past' | 'wayBack' | 'notice' | 'whyNoAnswers'>};

export type PanesProps = LiveViewProps & {
	readonly places: readonly PanePlace[];
	readonly drawn: (view: ViewName) => Drawing;
};

/** Several views at once; keys are for the one in focus. */
export function Panes({places, drawn, onDrawn, ...view}: PanesProps) {
	const {state, columns, rows} = view;
	/** What each of them has for the mouse. */
	const [spots] = useState(() => new Map<ViewName, readonly Spot[]>());
	const [idle, setIdle] = useState<readonly Action[]>([]);
	const draw = () => {
		onDrawn?.({spots: [...frameSpots({...view, idle}), ...places.flatMap(place => spotsOfPane(place, spots.get(place.view) ?? [], view))], state});
	};

	// After those of the panes; before the next key or report, and gone when nothing of it is on the screen.
	useLayoutEffect(() => {
		draw();
		return () => {
			onDrawn?.(undefined);
		};
	});
	const tellOf = (name: ViewName) => (news: PaneNews) => {
		spots.set(name, news.spots);
		draw();
		if (name === state.view && news.idle.join(' ') !== idle.join(' ')) {
			setIdle(news.idle);
		}
	};

	return (
		<PageFrame {...view} idle={idle}>
			<Box width={columns} height={rows - frameRows}>
				{places.map(({view: name, row, column, columns: width, rows: height}) => {
					const {View, asking} = drawn(name);
					const isFocused = name === state.view;
					return (
						<Box key={name} position='absolute' top={row} left={column}>
							<View
								{...view}
								{...asking}
								state={isFocused ? state : {...state, ...seenAs(name, state)}}
								columns={width}
								rows={height - titleRows + frameRows}
								pane={{place: {row: 1 + row + titleRows, column}, isFocused, tell: tellOf(name)}}
							/>
						</Box>
					);
				})}
			</Box>
		</PageFrame>
	);
}

/** The title of a pane. */
const titleRows = 1;

/** A click on a pane brings it into focus, as scrolling does, and what is in the one in focus can be clicked. */
function spotsOfPane({view: name, row, column, rows, columns}: PanePlace, spots: readonly Spot[], {state: {view, question, isTyping}, snapshot: {stopping}}: LiveViewProps): Spot[] {
	// While something is asked or typed, the mouse can do what stands in the key bar and nothing else.
	if (question !== undefined || isTyping || stopping !== undefined) {
		return [];
	}

	const place = {
		row: 1 + row, column, rows, columns,
	};
	const shifted = shiftSpots(spots, {row: 1 + row + titleRows, column});
	const focus: Act = name === view ? {} : {change: state => showView(state, name)};
	// In the overview these keys choose what the chart shows, and scroll nothing.
	const scrolling = name === 'overview' ? [] : [spotOf(place, {wheel: {up: {...focus, keys: ['up']}, down: {...focus, keys: ['down']}}})];
	// What is told, is told in each of them.
	return [...scrolling, ...shifted, ...(name === view ? [] : [spotOf(place, {click: focus})])];
}
