/** The places in the dashboard where one sees a term: its views that have numbers, and a step in slow motion. */
export type GlossaryView = 'overview' | 'step' | 'samples' | 'inside' | 'runs' | 'slow';

/** A word on the screen, explained. */
export type Term = {
	/** As it stands on the screen; other spellings after commas. */
	readonly name: string;
	/** One or two sentences. */
	readonly meaning: string;
	/** The views in which it is seen, and where there. */
	readonly seen: Partial<Readonly<Record<GlossaryView, string>>>;
};

/** The words of the screen, from what training is to what it leaves behind: a reader who goes on meets none that comes later. */
export const glossary: readonly Term[] = [
	{
		name: 'document',
		meaning: 'One text that the model learns from: a name, a line of a file, or a window of a long text. The documents are taken in turn.',
		seen: {overview: 'the second line counts them', step: 'the headline'},
	},
	{
		name: 'token, vocabulary',
		meaning: 'What a text is cut into: here each different character is a token with a number of its own. All of them together are the vocabulary.',
		seen: {overview: 'the second line counts them', step: 'the column reads'},
	},
	{
		name: 'BOS (∎)',
		meaning: 'The token that stands before and after each document. With it the model learns how documents begin and where they end.',
		seen: {step: 'the first row reads it, the last predicts it'},
	},
	{
		name: 'position, context, block size',
		meaning: 'The place of a token in its document. The context, or block size, is how many positions the model sees at once; what is longer is cut.',
		seen: {step: 'a row for each', inside: 'the page positions'},
	},
	{
		name: 'parameter, weight',
		meaning: 'A number that training changes. At first all are random; what the model knows in the end is in them alone.',
		seen: {overview: 'parameters', step: 'the rows below: lm_head[a][3] is row a, column 3', inside: 'the page weights'},
	},
	{
		name: 'token embeddings (wte)',
		meaning: 'A matrix with a row of numbers for each token: what the model makes of it before anything else. Tokens that are used alike come to have similar rows.',
		seen: {step: 'wte among the matrices', inside: 'the pages embeddings and weights'},
	},
	{
		name: 'position embeddings (wpe)',
		meaning: 'A matrix with a row of numbers for each position. It is added to the token embedding, so that the model knows where in the document it is. With rotary positions there is none: queries and keys are turned instead.',
		seen: {step: 'wpe among the matrices', inside: 'the page weights'},
	},
	{
		name: 'output projection (lm_head)',
		meaning: 'The matrix that turns what the model has come to at a position into one logit for each token.',
		seen: {step: 'lm_head among the matrices', inside: 'the page weights'},
	},
	{
		name: 'logits, softmax',
		meaning: 'A logit is the score that the model gives to a token as the next one. Softmax turns all logits of a position into probabilities, which add up to 1.',
		seen: {step: 'prob is what softmax gives the right token'},
	},
	{
		name: 'attention, head',
		meaning: 'How a position looks at those before it and takes from them what it needs. Each head looks in its own way: its queries ask (attn_wq), keys answer (attn_wk), values are what is taken (attn_wv), and attn_wo joins the heads.',
		seen: {inside: 'the page attention'},
	},
	{
		name: 'MLP',
		meaning: 'The second half of a layer (mlp_fc1, mlp_fc2): what each position does with what it has gathered, by itself. Its hidden part is four times as wide as the embeddings, and what is negative there becomes 0 (ReLU); with squared ReLU, the rest is squared.',
		seen: {step: 'among the matrices', inside: 'the page weights'},
	},
	{
		name: 'layer, residual, norm',
		meaning: 'A layer is attention and then an MLP. What each of them finds is added to what came in (the residual), and what goes into them is first brought to one size (the norm).',
		seen: {step: 'layer0 in the names of matrices', inside: 'the pages attention and weights'},
	},
	{
		name: 'surprise',
		meaning: 'Minus the logarithm of the probability that the model gave to what really came next: 0 if it was certain, large if it had ruled it out.',
		seen: {step: 'the bars'},
	},
	{
		name: 'nat',
		meaning: 'The unit of surprise and of loss, with the natural logarithm. 0.69 nats are a coin toss (1 bit), 3.30 a blind guess among 27 tokens.',
		seen: {overview: 'the y axis', step: 'the bars'},
	},
	{
		name: 'loss, cross-entropy',
		meaning: 'The mean surprise over the positions of a step\'s documents. Training makes it smaller.',
		seen: {overview: 'the dots, and loss', step: 'below the bars'},
	},
	{
		name: 'running mean',
		meaning: 'The mean of the latest losses. A single loss is that of a single document and jumps; the trend is what counts.',
		seen: {overview: 'the bold line', runs: 'run.mean'},
	},
	{
		name: 'step',
		meaning: 'One update of all parameters: take documents, predict (forward), find the gradients (backward), move the parameters, set the gradients back to zero.',
		seen: {overview: 'the x axis', step: 'the whole view is one step'},
	},
	{
		name: 'batch',
		meaning: 'The documents that one step learns from. The references take one; with more, the gradient is steadier and a step takes longer.',
		seen: {},
	},
	{
		name: 'gradient (g)',
		meaning: 'How fast the loss grows as a parameter grows, everything else being held. Each parameter has its own; they are found backwards, from the loss to the embeddings.',
		seen: {step: 'g in the table below; v verifies one, d nudges what it is of', slow: 'the third stage'},
	},
	{
		name: 'local derivative (local)',
		meaning: 'How fast one node of the computation grows with one of the numbers that it is made of: a product with a factor as fast as the other factor is large. Backward multiplies them along each way from the loss to a parameter, and adds up the ways: the gradient.',
		seen: {slow: 'the column local, after g'},
	},
	{
		name: 'gradient norm (grad, g norm)',
		meaning: 'The length of all gradients taken as one arrow: the root of the sum of their squares. It is large where the loss is steep.',
		seen: {overview: 'the strip grad, and gradient norm', step: 'g norm, for each matrix'},
	},
	{
		name: 'clipping',
		meaning: 'With --grad-clip, a gradient whose norm is larger is shortened to it, so that one odd document cannot throw the model off its way.',
		seen: {step: 'the explanation of g names the norm'},
	},
	{
		name: 'learning rate (rate)',
		meaning: 'How far a step moves the parameters. By default it falls in a straight line from its first value to almost 0 (the schedule); < and > change it while the run goes on.',
		seen: {overview: 'the strip rate, and learning rate'},
	},
	{
		name: 'Adam',
		meaning: 'The optimizer: how gradients become a step. It moves along a running average of the gradients, divided by their typical size, so that each parameter has in effect a learning rate of its own.',
		seen: {step: 'm, v, m̂, √v̂ and step in the table below'},
	},
	{
		name: 'momentum (m, β1)',
		meaning: 'Adam\'s running average of the gradient: noise cancels in it, and one bump does not turn the direction round. β1 is how much of the old average is kept.',
		seen: {step: 'm in the table below'},
	},
	{
		name: 'average square (v, β2)',
		meaning: 'Adam\'s running average of the squared gradient; its root is the gradient\'s typical size. β2 is how much of the old average is kept.',
		seen: {step: 'v and √v̂ in the table below'},
	},
	{
		name: 'bias correction (m̂, v̂)',
		meaning: 'Both averages begin at 0 and are too small at first. Divided by 1 - β^t, with t the number of steps so far, they are right from the first step on.',
		seen: {step: 'm̂ and √v̂ in the table below; e follows one over the steps'},
	},
	{
		name: 'SGD',
		meaning: 'Plain gradient descent: minus the learning rate times the gradient, without any averages.',
		seen: {step: 'SGD: what the step would have been'},
	},
	{
		name: 'update (u/w)',
		meaning: 'The norm of a step over the norm of the weights that it moves. About 0.001 is usual; far less learns slowly, far more is unsteady.',
		seen: {overview: 'the strip u/w', step: 'update, for each matrix'},
	},
	{
		name: 'baselines',
		meaning: 'The losses of simpler models on the same text: uniform guesses blindly, unigram knows how often each token occurs, bigram which follows which, trigram and 4-gram what follows the last two and three.',
		seen: {overview: 'the dotted lines; g hides them'},
	},
	{
		name: 'validation, held out',
		meaning: 'Documents kept apart with --val-split: the model never learns from them. If their loss grows while the other falls, the model memorises instead of learning (overfitting).',
		seen: {overview: 'the double line, and validation', samples: 'held-out', runs: 'best val'},
	},
	{
		name: 'forgetting',
		meaning: 'What a model learns from some documents alone moves the weights that others need too: their losses rise. It is why training takes the documents in turn.',
		seen: {overview: 'j teaches a copy of the model one word, and shows what that does to others'},
	},
	{
		name: 'sample (made up)',
		meaning: 'A document that the model writes: it draws a token from its own probabilities, reads it, and goes on until it draws BOS.',
		seen: {overview: 'made up', samples: 'the list'},
	},
	{
		name: 'temperature',
		meaning: 'By it the logits are divided before a token is drawn: below 1 likely tokens become likelier still, above 1 rare ones get more of a chance.',
		seen: {samples: 'the first line; [ and ] change it'},
	},
	{
		name: 'checkpoint',
		meaning: 'All that a run needs to go on exactly where it was: parameters, both averages of Adam, and the states of the random draws. It is saved by itself, and with c.',
		seen: {runs: 'each saved run has its last one'},
	},
	{
		name: 'fork',
		meaning: 'A run that leaves another at one of its steps with something changed, and is drawn beside it: f.',
		seen: {overview: 'a curve with its own letter', runs: 'below its parent'},
	},
];

/** The words that stand for a view. */
export const viewTitles: Readonly<Record<GlossaryView, string>> = {
	overview: 'Overview', step: 'Step', samples: 'Samples', inside: 'Inside', runs: 'Runs', slow: 'Slow motion',
};

/** Where a term is seen: `Step: the bars`. */
export function seenIn({seen}: Term): string {
	return (Object.keys(viewTitles) as GlossaryView[]).filter(view => seen[view] !== undefined).map(view => `${viewTitles[view]}: ${seen[view]}`).join('; ');
}

/** The terms that are meant by a word: those of this name, or else those in whose names it is. */
export function findTerms(wanted: string): readonly Term[] {
	const word = wanted.trim().toLowerCase();
	const exact = glossary.filter(({name}) => namesIn(name).includes(word));
	return exact.length > 0 ? exact : glossary.filter(({name}) => name.toLowerCase().includes(word));
}

/** `momentum (m, β1)` is three names. */
function namesIn(name: string): string[] {
	return name.toLowerCase().split(/[\(\),]/v).map(part => part.trim()).filter(part => part !== '');
}
