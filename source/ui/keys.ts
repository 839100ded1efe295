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
	/** Whether it does anything when the run is over. */
	readonly worksAtTheEnd: boolean;
};

/** The one key table: dispatch, key bar, help and readme follow it. */
export const keyBindings: readonly KeyBinding[] = [
	{
		action: 'togglePause', inputs: [' ', 'p'], name: 'space', short: 'pause', description: 'pause, go on (also: p)', barRank: 1, worksAtTheEnd: false,
	},
	{
		action: 'stepOnce', inputs: ['s'], name: 's', short: 'step', description: 'take one step, pausing first', barRank: 2, worksAtTheEnd: false,
	},
	{
		action: 'faster', inputs: ['+', '='], name: '+', short: 'faster', description: 'faster, up to full speed', barRank: 3, worksAtTheEnd: false,
	},
	{
		action: 'slower', inputs: ['-', '_'], name: '-', short: 'slower', description: 'slower, to 1 step a second', barRank: 3, worksAtTheEnd: false,
	},
	{
		action: 'lowerLearningRate', inputs: ['<'], name: '<', short: 'rate', description: 'learning rate / 1.5', barRank: 4, worksAtTheEnd: false,
	},
	{
		action: 'raiseLearningRate', inputs: ['>'], name: '>', short: 'rate', description: 'learning rate x 1.5', barRank: 4, worksAtTheEnd: false,
	},
	{
		action: 'toggleHelp', inputs: ['?', 'h'], name: '?', short: 'help', description: 'this help, and back (also: h)', barRank: 2, worksAtTheEnd: true,
	},
	{
		action: 'quit', inputs: ['q'], name: 'q', short: 'quit', description: 'quit (Ctrl+C: at once)', barRank: 1, worksAtTheEnd: true,
	},
];

/** What is bound to a character. */
export function bindingOf(input: string): KeyBinding | undefined {
	return keyBindings.find(({inputs}) => inputs.includes(input));
}
