import {expect, it} from 'vitest';
import {type SessionStatus} from '../../source/session/snapshot.js';
import {restedWhile} from '../../source/ui/rested-while.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';

function sessionThatIs(first: SessionStatus) {
	let status = first;
	return {
		getSnapshot: () => exampleSnapshot(3, {status}),
		pause() {
			status = 'paused';
		},
		resume() {
			status = 'running';
		},
	};
}

it('pauses all runs that are on, and lets go on none that was paused before', async () => {
	const sessions = (['running', 'paused', 'running', 'finished'] as const).map(status => sessionThatIs(status));
	const statuses = () => sessions.map(session => session.getSnapshot().status);
	await restedWhile(sessions, async () => {
		expect(statuses()).toEqual(['paused', 'paused', 'paused', 'finished']);
	});
	expect(statuses()).toEqual(['running', 'paused', 'running', 'finished']);
});
