/** What the sorting has to know of a node of a graph. */
type GraphNode<Node> = {
	readonly inputs: readonly Node[];
	/** Inputs too. */
	readonly factors: readonly Node[];
	visitedInPass: number;
};

// A number for each pass over any graph, so that no node looks visited to another pass.
let passCount = 0;

/**
The working memory of a backward pass: the sorted nodes and the stack of the search. Kept by the
caller over a run, so that a thousand steps do not allocate it a thousand times.
*/
export class BackwardBuffers<Node extends GraphNode<Node>> {
	/** The nodes of the last pass, inputs before the nodes that use them; the first `count` count. */
	readonly order: Node[] = [];
	count = 0;
	readonly #stack: Node[] = [];
	/** For each node on the stack, which of its inputs to look at next. */
	readonly #nextInput: number[] = [];

	/** Sorts the graph behind `root` by an iterative post-order search, which no depth can overflow. */
	sortTopologically(root: Node): this {
		const {order} = this;
		const stack = this.#stack;
		const nextInput = this.#nextInput;
		const pass = ++passCount;
		let count = 0;
		let depth = 0;
		stack[0] = root;
		nextInput[0] = 0;
		root.visitedInPass = pass;
		while (depth >= 0) {
			const node = stack[depth];
			const {inputs, factors} = node;
			const end = inputs.length + factors.length;
			let next = nextInput[depth];
			let deeper: Node | undefined;
			while (next < end && !deeper) {
				const input = next < inputs.length ? inputs[next] : factors[next - inputs.length];
				if (input.visitedInPass !== pass) {
					input.visitedInPass = pass;
					if (input.inputs.length > 0) {
						deeper = input;
					} else {
						// A leaf, of which there are thousands: it would go off the stack at once.
						order[count++] = input;
					}
				}

				next++;
			}

			nextInput[depth] = next;
			if (deeper) {
				depth++;
				stack[depth] = deeper;
				nextInput[depth] = 0;
			} else {
				order[count++] = node;
				depth--;
			}
		}

		this.count = count;
		return this;
	}
}
