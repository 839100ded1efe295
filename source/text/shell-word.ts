/** Text as one word of a shell: blanks and signs of its own would be something else. */
export function shellWord(text: string): string {
	return /^[\w\-.\/]+$/v.test(text) ? text : `'${text.replaceAll('\'', String.raw`'\''`)}'`;
}
