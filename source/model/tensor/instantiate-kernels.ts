import {type Kernels, type Pointer} from './kernels.js';

/** What a module of kernels offers: these, and one that makes large products in strips, laid out at a place in memory. */
type KernelModule = Kernels & {readonly widen: (strips: Pointer) => void};

/**
The kernels of a module on a memory.

@param strips - Room for `stripBytes`; without it, products are not made in strips.
*/
export async function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory, strips: Pointer | undefined): Promise<Kernels> {
	const {exports} = await WebAssembly.instantiate(module, {env: {memory}});
	const {widen, ...kernels} = exports as KernelModule;
	if (strips !== undefined) {
		widen(strips);
	}

	return kernels;
}
