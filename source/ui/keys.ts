/** What a key can do. */
export type Action = 'togglePause' | 'stepOnce' | 'faster' | 'slower' | 'lowerLearningRate' | 'raiseLearningRate' | 'toggleHelp' | 'quit';

export type KeyBinding = {
	readonly action: Action;
	/** The characters that trigger the action, as the terminal sends them. */
	readonly inputs: readonly string[];
	/** The key as one names it. */
	readonly name: string;
	/** One word for the key bar. */
	readonly short: string;
	/** A phrase for the help. */
	readonly description: string;
	/** The key bar leaves out the highest numbers first when there is no room. */
	readonly barRank: number;
};

/** The one key table: dispatch, key bar, help and readme follow it. */
export const keyBindings: readonly KeyBinding[] = [
	{
		action: 'togglePause', inputs: [' ', 'p'], name: 'space', short: 'pause', description: 'pause, go on (also: p)', barRank: 1,
	},
	{
		action: 'stepOnce', inputs: ['s'], name: 's', short: 'step', description: 'take one step, pausing first', barRank: 2,
	},
	{
		action: 'faster', inputs: ['+', '='], name: '+', short: 'faster', description: 'faster, up to full speed', barRank: 3,
	},
	{
		action: 'slower', inputs: ['-', '_'], name: '-', short: 'slower', description: 'slower, to 1 step a second', barRank: 3,
	},
	{
		action: 'lowerLearningRate', inputs: ['<'], name: '<', short: 'rate', description: 'learning rate / 1.5', barRank: 4,
	},
	{
		action: 'raiseLearningRate', inputs: ['>'], name: '>', short: 'rate', description: 'learning rate x 1.5', barRank: 4,
	},
	{
		action: 'toggleHelp', inputs: ['?', 'h'], name: '?', short: 'help', description: 'this help, and back (also: h)', barRank: 2,
	},
	{
		action: 'quit', inputs: ['q'], name: 'q', short: 'quit', description: 'quit (Ctrl+C: at once)', barRank: 1,
	},
];

/** The action of a character, if it has one. */
export function actionOf(input: string): Action | undefined {
	return keyBindings.find(({inputs}) => inputs.includes(input))?.action;
}
