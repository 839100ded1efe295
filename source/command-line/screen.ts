import {openSync} from 'node:fs';
import process from 'node:process';
import type {ReadStream} from 'node:tty';
import isInCi from 'is-in-ci';
import {asciiGlyphs, type Glyphs, unicodeGlyphs} from '../report/chart/glyphs.js';
import type {Show} from '../shows/show.js';
import type {DashboardOptions} from '../ui/dashboard.js';
import type {showLoading} from '../ui/loading-screen.js';
import type {Stage} from '../ui/stage.js';
import type {Theme} from '../ui/theme.js';
import {keepPreferences, preferencesFile, readPreferences} from '../storage/preferences.js';
import {type OutputArguments, type OutputFormat} from './arguments.js';
import {type HeadlessFormat} from './run-headless.js';

/** The dashboard and what it is drawn with on this terminal. */
export type LoadedScreen = {
	readonly showDashboard: (options: DashboardOptions) => Promise<void>;
	/** What it is shown on; what is shown there before takes the keys from the same place. */
	readonly openStage: (keyboard: ReadStream | undefined) => Stage;
	readonly showLoading: typeof showLoading;
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	readonly fineLines: DashboardOptions['fineLines'];
	readonly isSlow: boolean;
};

/** Whether there is a terminal that can show more than lines. */
export function hasScreen(): boolean {
	return process.stdout.isTTY && !isInCi && process.env.TERM !== 'dumb';
}

/** How a run is shown that somebody wants to see in a way: without a screen in lines, and in sentences where a voice reads them out. */
export function formatHere(wanted: OutputFormat): 'dashboard' | HeadlessFormat {
	if (wanted !== 'dashboard') {
		return wanted;
	}

	// What changes all over the screen cannot be read out.
	const isRead = process.env.INK_SCREEN_READER === 'true';
	return isRead ? 'sentences' : (hasScreen() ? 'dashboard' : 'plain');
}

/** Loads the dashboard, only here: plain lines should not wait for a screen that they do not use. */
export async function loadScreen({isAscii, hasColor: isColored, background: wanted, hasMouse, isSlow = false}: Pick<OutputArguments, 'isAscii' | 'hasColor' | 'background' | 'hasMouse'> & Partial<Pick<OutputArguments, 'isSlow'>>): Promise<LoadedScreen> {
	const hasColor = isColored && (process.env.NO_COLOR ?? '') === '';
	// It answers while the dashboard is loaded.
	const asked = wanted === undefined && hasColor && !isAscii ? ask() : undefined;
	const [{showDashboard}, {showLoading}, {Stage}, {createTheme}, answer, fineLines] = await Promise.all([import('../ui/dashboard.js'), import('../ui/loading-screen.js'), import('../ui/stage.js'), import('../ui/theme.js'), asked, isAscii ? undefined : readFineLines()]);
	return {
		showDashboard,
		showLoading,
		openStage: keyboard => new Stage({hasMouse, keyboard}),
		theme: createTheme({hasColor, colorCount: 2 ** process.stdout.getColorDepth(), background: wanted ?? answer ?? backgroundFrom(process.env.COLORFGBG)}),
		glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
		fineLines,
		isSlow,
	};
}

/** As they were left the last time. */
async function readFineLines(): Promise<NonNullable<DashboardOptions['fineLines']>> {
	const file = preferencesFile();
	const [{isFine}, {isFineAtFirst}] = await Promise.all([readPreferences(file), import('../ui/view-state.js')]);
	return {
		isFine: isFine ?? isFineAtFirst,
		keep(chosen) {
			void keepPreferences(file, {isFine: chosen});
		},
	};
}

async function ask(): Promise<'dark' | 'light' | undefined> {
	const {askBackground} = await import('../ui/ask-background.js');
	return askBackground();
}

/** Some terminals tell the number of the colour that they write on, last of all: 7 and those from 9 on are light. */
function backgroundFrom(colors = ''): 'dark' | 'light' {
	return /;(?:7|9|1[0-5])$/v.test(colors) ? 'light' : 'dark';
}

/** Shows a show until somebody leaves it. */
export async function showOnScreen(show: Show, {showDashboard, theme, glyphs, fineLines, isSlow}: LoadedScreen, options: Pick<DashboardOptions, 'stage' | 'signal' | 'onInterrupt' | 'runsFolder'>): Promise<void> {
	await showDashboard({
		show, theme, glyphs, fineLines, isSlow, ...options,
	});
}

/** Where standard input is taken, keys come from the terminal itself, if there is one. */
export async function openKeyboard(): Promise<ReadStream | undefined> {
	const {ReadStream} = await import('node:tty');
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch {
		return undefined;
	}
}
