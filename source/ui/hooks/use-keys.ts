import {useInput, usePaste} from 'ink';
import {useState} from 'react';
import {type InputHandlers, InputReader} from '../input-reader.js';

/**
Reports keys and pasted text separately; the terminal is asked to mark what is pasted.

@param handlers - Those of the first call stay.
*/
export function useKeys(handlers: InputHandlers, isActive: boolean): void {
	const [reader] = useState(() => new InputReader(handlers));
	useInput((input, key) => {
		reader.read(input, key);
	}, {isActive});
	usePaste(text => {
		handlers.paste(text);
	}, {isActive});
}
