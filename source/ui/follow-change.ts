import {UserError} from '../errors.js';
import {type ViewStore} from './view-store.js';

/**
Says that another run is being opened as long as that takes, and why it could not be.

@param change - Undefined if there is nothing that could take its place.
@param onError - Called with errors that are bugs.
*/
export async function followChange(change: Promise<void> | undefined, store: ViewStore, onError: (error: unknown) => void): Promise<void> {
	if (!change) {
		return;
	}

	const notice = ['Opening the run...'];
	store.change({notice});
	try {
		await change;
	} catch (error) {
		if (error instanceof UserError) {
			store.change({notice: [error.message]});
		} else if (!(error instanceof DOMException && error.name === 'AbortError')) {
			// What is aborted was given up because the dashboard closes.
			onError(error);
		}
	}

	if (store.getState().notice === notice) {
		store.change({notice: undefined});
	}
}
