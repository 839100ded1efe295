/** In words: what the matrices of parameters are for, beside their names in microgpt.py; those of a layer without its number. */
const matrixNames: Readonly<Record<string, string>> = {
	wte: 'token embeddings',
	wpe: 'position embeddings',
	lm_head: 'output projection',
	attn_wq: 'queries',
	attn_wk: 'keys',
	attn_wv: 'values',
	attn_wo: 'joins the heads',
	mlp_fc1: 'MLP, first layer',
	mlp_fc2: 'MLP, second layer',
};

/** What a matrix is for, by its whole name (`layer0.attn_wq`); undefined where we know of no purpose. */
export function matrixName(key: string): string | undefined {
	const name = key.split('.').at(-1)!;
	return Object.hasOwn(matrixNames, name) ? matrixNames[name] : undefined;
}
