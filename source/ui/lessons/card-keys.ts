import {keyBindings} from '../key-table.js';

/** What pressing a key sends that somebody names: `space`, `shift+tab`, `s`; undefined for what is no key. */
export function inputOf(name: string): string | undefined {
	const isCharacter = [...name].length === 1;
	return keyBindings.find(binding => binding.name === name)?.inputs[0] ?? (isCharacter ? name : undefined);
}

/** The same of a key that may be pressed several times: `down*3`. */
export function inputsOf(text: string): string[] | undefined {
	const {name, count = '1'} = /^(?<name>.+)\*(?<count>[1-9]\d?)$/v.exec(text)?.groups ?? {name: text};
	const input = inputOf(name);
	return input === undefined ? undefined : Array.from({length: Number(count)}, () => input);
}
