import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {Pointing} from '../../../source/ui/mouse/pointing.js';
import {type Spot, spotOf} from '../../../source/ui/spots.js';
import {ViewStore} from '../../../source/ui/view-store.js';

const bar = {
	row: 0, column: 0, rows: 1, columns: 10,
};
const chart = {
	row: 2, column: 5, rows: 4, columns: 20,
};

/** A key in the first row, and a chart on which one can do everything. */
const spots: readonly Spot[] = [
	spotOf(bar, {click: {keys: ['q']}, tells: ['q: quit']}),
	{
		...chart,
		at: ({column}) => ({
			tells: [`step ${column}`],
			click: {change: state => ({...state, metric: `at ${column}`})},
			wheel: {up: {keys: ['up', 'up']}, down: {keys: ['down']}},
			drag: (from, isDone) => ({change: state => ({...state, metric: `${from.column} to ${column}${isDone ? ', done' : ''}`})}),
		}),
	},
];

function openPointing() {
	const store = new ViewStore();
	const pressed: string[] = [];
	const pointing = new Pointing({
		store, press(key) {
			pressed.push(key);
		},
	});
	let changes = 0;
	store.subscribe(() => {
		changes++;
	});
	const draw = (drawn = spots) => {
		pointing.draw({spots: drawn, state: store.getState()});
	};

	draw();
	return {
		store, pressed, pointing, draw, getChanges: () => changes,
	};
}

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

describe('the mouse on the dashboard', () => {
	it('presses the key that it clicks on', () => {
		const {pointing, pressed, store} = openPointing();
		pointing.take({kind: 'press', row: 0, column: 3});
		expect(pressed).toEqual([]);
		pointing.take({kind: 'release', row: 0, column: 5});
		expect(pressed).toEqual(['q']);
		pointing.take({kind: 'press', row: 3, column: 9});
		pointing.take({kind: 'release', row: 3, column: 9});
		expect(store.getState().metric).toBe('at 4');
	});

	it('does nothing where a click begins or ends elsewhere', () => {
		const {pointing, pressed, store} = openPointing();
		for (const [from, to] of [[{row: 0, column: 3}, {row: 1, column: 3}], [{row: 1, column: 3}, {row: 0, column: 3}], [{row: 0, column: 3}, {row: 3, column: 9}]] as const) {
			pointing.take({kind: 'press', ...from});
			pointing.take({kind: 'release', ...to});
		}

		pointing.take({kind: 'release', row: 0, column: 3});
		expect([pressed, store.getState().metric]).toEqual([[], undefined]);
	});

	it('does nothing by a frame that shows something else than what there is now', () => {
		const {pointing, pressed, store, draw} = openPointing();
		store.change({question: 'quit'});
		pointing.take({kind: 'press', row: 0, column: 3});
		pointing.take({kind: 'release', row: 0, column: 3});
		expect(pressed).toEqual([]);
		draw();
		pointing.take({kind: 'press', row: 0, column: 3});
		pointing.take({kind: 'release', row: 0, column: 3});
		expect(pressed).toEqual(['q']);
		pointing.draw(undefined);
		pointing.take({kind: 'press', row: 0, column: 3});
		pointing.take({kind: 'release', row: 0, column: 3});
		expect(pressed).toEqual(['q']);
	});

	it('turns its wheel for what is below it', () => {
		const {pointing, pressed} = openPointing();
		pointing.take({kind: 'up', row: 3, column: 9});
		pointing.take({kind: 'down', row: 3, column: 9});
		pointing.take({kind: 'down', row: 0, column: 3});
		expect(pressed).toEqual(['up', 'up', 'down']);
	});

	it('drags over what it began on, once for each frame, and that is no click', () => {
		const {pointing, store, getChanges} = openPointing();
		pointing.take({kind: 'press', row: 3, column: 7});
		for (let column = 8; column < 15; column++) {
			pointing.take({kind: 'drag', row: 3, column});
		}

		vi.advanceTimersByTime(70);
		expect(store.getState().metric).toBe('2 to 9');
		const changes = getChanges();
		vi.advanceTimersByTime(400);
		expect(getChanges()).toBe(changes);
		pointing.take({kind: 'drag', row: 10, column: 60});
		pointing.take({kind: 'release', row: 4, column: 16});
		expect(store.getState().metric).toBe('2 to 11, done');
		// Where it is let go beyond the spot, what it has come to counts.
		pointing.take({kind: 'press', row: 3, column: 7});
		pointing.take({kind: 'drag', row: 3, column: 20});
		vi.advanceTimersByTime(70);
		pointing.take({kind: 'release', row: 10, column: 60});
		expect(store.getState().metric).toBe('2 to 15, done');
	});

	it('changes the picture by its moves only where it says something else, and no more often than there are frames', () => {
		const {pointing, store, draw, getChanges} = openPointing();
		for (let column = 0; column < 10; column++) {
			pointing.take({kind: 'move', row: 0, column});
		}

		vi.advanceTimersByTime(70);
		expect(store.getState().pointer).toEqual({row: 0, column: 9});
		expect(getChanges()).toBe(1);
		draw();
		for (let column = 0; column < 10; column++) {
			pointing.take({kind: 'move', row: 0, column});
			vi.advanceTimersByTime(70);
			draw();
		}

		expect(getChanges()).toBe(1);
		pointing.take({kind: 'move', row: 10, column: 40});
		vi.advanceTimersByTime(70);
		expect(store.getState().pointer).toBeUndefined();
		pointing.take({kind: 'move', row: 10, column: 41});
		vi.advanceTimersByTime(70);
		expect(getChanges()).toBe(2);
	});

	it('says what comes to be where it is', () => {
		const {pointing, store, draw} = openPointing();
		pointing.take({kind: 'move', row: 8, column: 9});
		vi.advanceTimersByTime(70);
		expect(store.getState().pointer).toBeUndefined();
		draw([spotOf({...bar, row: 8}, {tells: ['here']})]);
		vi.advanceTimersByTime(70);
		expect(store.getState().pointer).toEqual({row: 8, column: 9});
	});
});
