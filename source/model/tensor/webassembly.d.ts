/** What we need of WebAssembly, which TypeScript declares only together with a browser. */
declare namespace WebAssembly {
	class Memory {
		readonly buffer: ArrayBuffer;
		/** @throws RangeError if there is not so much memory. */
		constructor(pages: {readonly initial: number; readonly maximum: number});
	}

	function instantiate(module: Uint8Array, imports: {readonly env: {readonly memory: Memory}}): Promise<{readonly instance: {readonly exports: unknown}}>;
	function validate(module: Uint8Array): boolean;
}
