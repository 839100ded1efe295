/** What Node puts before and after the words of the system: “ENOENT: no such file or directory, open '/some/path'”. */
const wrapped = /^E[\dA-Z]+: (?<words>[^,]+)(?:, .*)?$/sv;
/** What it says of a program that does not start, without any words of the system. */
const unstarted = /^spawn(?: .*)? (?<code>E[\dA-Z]+)$/sv;
const wordsOf: Readonly<Record<string, string>> = {ENOENT: 'no such file or directory', EACCES: 'permission denied'};

/** Why the system did not do something, in its words alone; of any other error the message. */
export function systemReason(error: unknown): string {
	const {message} = error as Error;
	const code = unstarted.exec(message)?.groups!.code;
	return wrapped.exec(message)?.groups!.words ?? (code === undefined ? message : wordsOf[code] ?? message);
}
