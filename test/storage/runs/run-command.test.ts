import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {commandIn, commandOn} from '../../../source/storage/runs/run-command.js';

beforeEach(() => {
	vi.stubEnv('MICROGPT_RUNS_DIR', '/runs');
});

afterEach(() => {
	vi.unstubAllEnvs();
});

describe('a command on a run', () => {
	it('names it as somebody calls it, for a shell', () => {
		expect(commandOn('resume', {folder: '/runs/a', title: undefined}, ['--steps 30'])).toBe('microgpt-tui resume a --steps 30');
		expect(commandOn('sample', {folder: '/runs/a', title: 'small one'}, ['--best'])).toBe('microgpt-tui sample \'small one\' --best');
		expect(commandOn('resume', {folder: '/runs/a', title: 'Ana\'s best'})).toBe(String.raw`microgpt-tui resume 'Ana'\''s best'`);
		expect(commandOn('resume', {folder: '/runs/a', title: '$(rm)'})).toBe('microgpt-tui resume \'$(rm)\'');
	});

	it('says where the run is, if that is not where runs usually are', () => {
		expect(commandOn('resume', {folder: '/other/my runs/a', title: undefined}, ['--steps 30'])).toBe('microgpt-tui resume a --steps 30 --runs-dir \'/other/my runs\'');
		expect(commandIn('/runs', 'runs tidy')).toBe('microgpt-tui runs tidy');
		expect(commandIn('/other', 'runs')).toBe('microgpt-tui runs --runs-dir /other');
	});

	it('has a name that looks like a flag where it is none', () => {
		expect(commandOn('sample', {folder: '/runs/-x', title: undefined}, ['--best'])).toBe('microgpt-tui sample --best -- -x');
		expect(commandOn('resume', {folder: '/other/--help', title: undefined})).toBe('microgpt-tui resume --runs-dir /other -- --help');
	});
});
