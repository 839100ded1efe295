import {createInterface} from 'node:readline';
import {type Readable, type Writable} from 'node:stream';

/*
A codec of what JSON cannot write: each such value is an array whose first element is one of these marks. Arrays that begin
with a mark by themselves are marked as well. Only Node's own modules are imported, so that a child process can load this as it is.
*/
const marks = {
	number: '#number', floats: '#floats', absent: '#absent', array: '#array',
};

const arrayTypes = {
	Float64Array, Float32Array, Int32Array, Uint32Array, Uint8Array,
};

/** One line of text, without its end. */
export function encodeLine(message: unknown): string {
	return JSON.stringify(marked(message));
}

export function decodeLine(line: string): unknown {
	return unmarked(JSON.parse(line));
}

/** Writes messages to one stream and reads them from another, a line each. */
export function jsonLines(output: Writable, input: Readable) {
	return {
		send(message: unknown): void {
			output.write(`${encodeLine(message)}\n`);
		},
		receive(listener: (message: never) => void): void {
			createInterface({input}).on('line', line => {
				listener(decodeLine(line) as never);
			});
		},
	};
}

function marked(value: unknown): unknown {
	if (value === undefined) {
		return [marks.absent];
	}

	if (typeof value === 'number') {
		return Number.isFinite(value) && !Object.is(value, -0) ? value : [marks.number, Object.is(value, -0) ? '-0' : String(value)];
	}

	if (ArrayBuffer.isView(value)) {
		return [marks.floats, value.constructor.name, ...Array.from(value as Float64Array, marked)];
	}

	if (Array.isArray(value)) {
		const items = value.map(item => marked(item));
		return Object.values(marks).includes(value[0] as string) ? [marks.array, ...items] : items;
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, marked(each)]))
		: value;
}

function unmarked(value: unknown): unknown {
	if (Array.isArray(value)) {
		const [mark, ...items] = value as unknown[];
		switch (mark) {
			case marks.absent: {
				return undefined;
			}

			case marks.number: {
				return Number(items[0]);
			}

			case marks.floats: {
				const [name, ...numbers] = items;
				return arrayTypes[name as keyof typeof arrayTypes].from(numbers.map(number => unmarked(number)) as number[]);
			}

			case marks.array: {
				return items.map(item => unmarked(item));
			}

			default: {
				return value.map(item => unmarked(item));
			}
		}
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unmarked(each)]))
		: value;
}
