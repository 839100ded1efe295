/** What to say while a file is read that takes its time. */
export function largeFileNote(path: string, megabytes: number): string {
	return `Reading ${path}, ${megabytes} MB...`;
}
