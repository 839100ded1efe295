/** What we need of WebAssembly, which TypeScript declares only together with a browser. */
declare namespace WebAssembly {
	class Memory {
		readonly buffer: ArrayBuffer;
		/** @throws RangeError if there is not so much memory. */
		constructor(pages: {readonly initial: number; readonly maximum: number; readonly shared?: boolean});
	}

	/** A compiled one, which other threads can be given. */
	class Module {
		readonly isModule: true;
	}

	type Imports = {readonly env: {readonly memory: Memory}};

	function compile(module: Uint8Array): Promise<Module>;
	function instantiate(module: Module, imports: Imports): Promise<{readonly exports: unknown}>;
	function validate(module: Uint8Array): boolean;
}
