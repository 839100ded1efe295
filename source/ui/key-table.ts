import {
	hasMetrics,
	hasSeveral,
	isInLessons,
	allAt,
	type KeyBinding,
} from './key-binding.js';
import {canSuspend} from './suspend-program.js';

/** The one key table: dispatch, key bar, help and readme follow it. */
export const keyBindings: readonly KeyBinding[] = [
	{
		action: 'togglePause', inputs: [' ', 'p'], name: 'space', short: 'pause', description: 'pause or resume (also: p)', barRank: 3, barRanks: {fork: 8, teach: 6}, exceptIn: 'slow', when: 'running', isForAll: true,
	},
	{
		action: 'playStages', inputs: [' ', 'p'], name: 'space', short: 'play', description: 'slow: by itself, and hold', barRanks: {slow: 3}, views: ['slow'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'stepOnce', inputs: ['s'], name: 's', short: 'step', description: 'pause and take one step', barRank: 10, barRanks: {
			step: 7, inside: 7, slow: 7, nudge: 6,
		}, when: 'running', isForAll: true,
	},
	{
		action: 'next', inputs: ['n'], name: 'n', short: 'next model', brief: 'next', description: 'over: train next model', barRank: 3, barRanks: {teach: 7}, when: 'over', modes: ['training'], canDo: moment => moment.nextPreset !== undefined && !hasSeveral(moment),
	},
	{
		action: 'faster', inputs: ['+', '='], name: '+', short: 'pace', description: 'faster, up to full speed', barRank: 8, barRanks: {step: 9}, exceptIn: 'slow', when: 'running', isForAll: true,
	},
	{
		action: 'slower', inputs: ['-', '_'], name: '-', short: 'pace', description: 'slower, down to 1 step/s', barRank: 8, barRanks: {step: 9}, exceptIn: 'slow', when: 'running', isForAll: true,
	},
	{
		action: 'shorterStages', inputs: ['+', '='], name: '+', short: 'pace', description: 'slow: hold half as long', barRanks: {slow: 8}, views: ['slow'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'longerStages', inputs: ['-', '_'], name: '-', short: 'pace', description: 'slow: hold twice as long', barRanks: {slow: 8}, views: ['slow'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'lowerLearningRate', inputs: ['<'], name: '<', short: 'rate', description: 'learning rate / 1.5', barRank: 9, barRanks: {step: 8}, when: 'running', modes: ['training'],
	},
	{
		action: 'raiseLearningRate', inputs: ['>'], name: '>', short: 'rate', description: 'learning rate x 1.5', barRank: 9, barRanks: {step: 8}, when: 'running', modes: ['training'],
	},
	{
		action: 'showWhole', inputs: ['up'], name: 'up', short: 'zoom', description: 'overview: the whole run', barRank: 5, views: ['overview'], when: 'always',
	},
	{
		action: 'showLatest', inputs: ['down'], name: 'down', short: 'zoom', description: 'overview: latest steps', barRank: 5, views: ['overview'], when: 'always',
	},
	{
		action: 'stepBack', inputs: [','], name: ',', short: 'in time', description: 'one step back in time', barRanks: {
			step: 9, samples: 9, inside: 9, slow: 9, nudge: 9,
		}, views: ['overview', 'step', 'samples', 'inside', 'slow', 'nudge'], when: 'always', canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'stepOn', inputs: ['.'], name: '.', short: 'in time', description: 'one step on in time', barRanks: {
			step: 9, samples: 9, inside: 9, slow: 9, nudge: 9,
		}, views: ['overview', 'step', 'samples', 'inside', 'slow', 'nudge'], when: 'always', canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'cursorBack', inputs: ['left'], name: 'left', short: 'cursor', description: 'overview: to earlier step', barRank: 5, views: ['overview'], when: 'always',
	},
	{
		action: 'cursorOn', inputs: ['right'], name: 'right', short: 'cursor', description: 'overview: to later step', barRank: 5, views: ['overview'], when: 'always',
	},
	{
		action: 'cursorFarBack', inputs: ['shift+left'], name: 'shift+left', short: 'cursor', description: 'ten steps back', views: ['overview', 'step', 'samples', 'inside'], when: 'always',
	},
	{
		action: 'cursorFarOn', inputs: ['shift+right'], name: 'shift+right', short: 'cursor', description: 'ten steps on', views: ['overview', 'step', 'samples', 'inside'], when: 'always',
	},
	{
		action: 'cursorFirst', inputs: ['home'], name: 'home', short: 'first', description: 'first one shown', views: ['overview', 'step', 'samples', 'inside'], when: 'always',
	},
	{
		action: 'cursorLast', inputs: ['end'], name: 'end', short: 'last', description: 'newest step', views: ['overview', 'step', 'samples', 'inside'], when: 'always',
	},
	{
		action: 'markStep', inputs: ['m'], name: 'm', short: 'mark', description: 'overview: mark; 2nd zooms', barRank: 11, views: ['overview'], when: 'always',
	},
	{
		action: 'backOut', inputs: ['escape'], name: 'escape', short: 'back', description: 'step back out', barRanks: {
			writing: 6, slow: 4, teach: 2, nudge: 4,
		}, views: ['overview', 'help', 'glossary', 'writing', 'slow', 'teach', 'nudge'], when: 'always',
	},
	{
		action: 'seekBack', inputs: ['pageup'], name: 'pageup', short: 'seek', description: 'replay: 1% back', barRanks: {overview: 9}, views: ['overview', 'step', 'samples', 'inside'], when: 'always', modes: ['replay'], canDo: moment => !hasSeveral(moment),
	},
	{
		action: 'seekOn', inputs: ['pagedown'], name: 'pagedown', short: 'seek', description: 'replay: 1% forward', barRanks: {overview: 9}, views: ['overview', 'step', 'samples', 'inside'], when: 'always', modes: ['replay'], canDo: moment => !hasSeveral(moment),
	},
	{
		action: 'nextCard', inputs: ['enter'], name: 'enter', short: 'next card', description: 'lessons: next card', views: ['overview', 'step', 'samples', 'inside', 'help', 'glossary', 'writing', 'slow'], when: 'always', isForLessons: true,
	},
	{
		action: 'previousCard', inputs: ['backspace'], name: 'backspace', short: 'card before', description: 'lessons: card before', views: ['overview', 'step', 'samples', 'inside', 'help', 'glossary', 'writing', 'slow'], when: 'always', isForLessons: true,
	},
	{
		action: 'enlarge', inputs: ['enter'], name: 'enter', short: 'whole', description: 'panes: one whole and back', barRank: 9, views: ['overview', 'step', 'samples', 'inside'], when: 'always', canDo: moment => (moment.hasPanes ?? false) && !isInLessons(moment),
	},
	{
		action: 'open', inputs: ['enter'], name: 'enter', short: 'open', shorts: {fork: 'begin'}, description: 'runs: open; fork: begin', barRank: 3, barRanks: {fork: 1}, views: ['runs', 'fork'], when: 'always',
	},
	{
		action: 'back', inputs: ['escape'], name: 'escape', short: 'back', shorts: {fork: 'give up'}, description: 'runs: back; fork: give up', barRank: 7, barRanks: {fork: 4}, views: ['runs', 'fork'], when: 'always',
	},
	{
		action: 'markRun', inputs: ['a'], name: 'a', short: 'mark', description: 'runs: mark to compare', barRank: 4, views: ['runs'], when: 'always',
	},
	{
		action: 'compareRuns', inputs: ['d'], name: 'd', short: 'compare', description: 'runs: compare the marked', barRank: 6, views: ['runs'], when: 'always',
	},
	{
		action: 'sortRuns', inputs: ['o'], name: 'o', short: 'sort', description: 'runs: change the order', barRank: 6, views: ['runs'], when: 'always',
	},
	{
		action: 'toggleLogAxis', inputs: ['y'], name: 'y', short: 'log', description: 'overview: log loss axis', barRank: 6, views: ['overview'], when: 'always',
	},
	{
		action: 'toggleLogSteps', inputs: ['l'], name: 'l', short: 'log steps', description: 'overview: log step axis', views: ['overview'], when: 'always',
	},
	{
		action: 'toggleZoom', inputs: ['z'], name: 'z', short: 'close up', description: 'overview: curve close up', barRank: 13, views: ['overview'], when: 'always',
	},
	{
		action: 'toggleFine', inputs: ['b'], name: 'b', short: 'fine', description: 'overview: fine lines', views: ['overview'], when: 'always',
	},
	{
		action: 'toggleGuides', inputs: ['g'], name: 'g', short: 'baselines', brief: 'lines', description: 'overview: baselines', barRank: 10, views: ['overview'], when: 'always',
	},
	{
		action: 'previousMetric', inputs: ['['], name: '[', short: 'metric', description: 'watch: previous metric', barRank: 6, watchViews: ['overview', 'step'], when: 'always', modes: ['watch'], canDo: hasMetrics,
	},
	{
		action: 'nextMetric', inputs: [']'], name: ']', short: 'metric', description: 'watch: next metric', barRank: 6, watchViews: ['overview', 'step'], when: 'always', modes: ['watch'], canDo: hasMetrics,
	},
	{
		action: 'nextFile', inputs: ['f'], name: 'f', short: 'file', description: 'watch: next of the files', barRank: 4, when: 'always', modes: ['watch'], canDo: hasSeveral,
	},
	{
		action: 'fork', inputs: ['f'], name: 'f', short: 'fork', description: 'try another way from here', barRank: 10, views: ['overview', 'step', 'samples', 'inside'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'nextRun', inputs: ['w'], name: 'w', short: 'which', description: 'forks: next of the runs', barRank: 4, when: 'always', modes: ['training', 'replay'], canDo: hasSeveral,
	},
	{
		action: 'up', inputs: ['up'], name: 'up', short: 'scroll', shorts: {
			step: 'letter', samples: 'sample', runs: 'run', slow: 'choose', nudge: 'number', fork: 'choose',
		}, description: 'move up', barRank: 5, views: ['step', 'samples', 'inside', 'runs', 'help', 'glossary', 'writing', 'slow', 'nudge', 'fork'], watchViews: ['step', 'samples', 'runs', 'help', 'glossary'], when: 'always',
	},
	{
		action: 'down', inputs: ['down'], name: 'down', short: 'scroll', shorts: {
			step: 'letter', samples: 'sample', runs: 'run', slow: 'choose', nudge: 'number', fork: 'choose',
		}, description: 'move down', barRank: 5, views: ['step', 'samples', 'inside', 'runs', 'help', 'glossary', 'writing', 'slow', 'nudge', 'fork'], watchViews: ['step', 'samples', 'runs', 'help', 'glossary'], when: 'always',
	},
	{
		action: 'left', inputs: ['left'], name: 'left', short: 'page', shorts: {
			step: 'column', slow: 'stage', nudge: 'nudge', fork: 'change',
		}, description: 'previous page or column', barRank: 6, barRanks: {
			inside: 4, slow: 2, nudge: 3, fork: 3,
		}, views: ['step', 'inside', 'slow', 'nudge', 'fork'], when: 'always',
	},
	{
		action: 'right', inputs: ['right'], name: 'right', short: 'page', shorts: {
			step: 'column', slow: 'stage', nudge: 'nudge', fork: 'change',
		}, description: 'next page or column', barRank: 6, barRanks: {
			inside: 4, slow: 2, nudge: 3, fork: 3,
		}, views: ['step', 'inside', 'slow', 'nudge', 'fork'], when: 'always',
	},
	{
		action: 'verify', inputs: ['v'], name: 'v', short: 'verify', description: 'step: verify a gradient', barRank: 4, views: ['step'], when: 'always',
	},
	{
		action: 'follow', inputs: ['e'], name: 'e', short: 'follow', description: 'follow a parameter', barRanks: {step: 10}, views: ['step'], when: 'always',
	},
	{
		action: 'toggleCode', inputs: ['e'], name: 'e', short: 'code', description: 'slow: code of the stage', barRanks: {slow: 4}, views: ['slow'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'showMoves', inputs: ['a'], name: 'a', short: 'moves', description: 'slow: all moves as arrows', barRanks: {slow: 4}, views: ['slow'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'walkNodes', inputs: ['g'], name: 'g', short: 'graph', description: 'slow: walk the graph', barRanks: {slow: 5}, views: ['slow'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'cooler', inputs: ['['], name: '[', short: 'temperature', brief: 'temp', description: 'samples: temperature down', barRank: 6, views: ['samples', 'writing'], when: 'always', modes: ['training'],
	},
	{
		action: 'warmer', inputs: [']'], name: ']', short: 'temperature', brief: 'temp', description: 'samples: temperature up', barRank: 6, views: ['samples', 'writing'], when: 'always', modes: ['training'],
	},
	{
		action: 'type', inputs: ['t'], name: 't', short: 'type', description: 'type a beginning or word', barRank: 4, barRanks: {inside: 6}, views: ['samples', 'inside'], when: 'always', modes: ['training'],
	},
	{
		action: 'makeUp', inputs: ['m'], name: 'm', short: 'make up', description: 'samples: make one up', barRank: 7, views: ['samples'], when: 'always', modes: ['training'],
	},
	{
		action: 'writeOn', inputs: ['o'], name: 'o', short: 'write on', shorts: {writing: 'anew'}, brief: 'write', description: 'samples: write on and on', barRank: 8, barRanks: {samples: 6}, views: ['samples', 'writing'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'showOverview', inputs: ['1'], name: '1', short: 'overview', description: 'the run and its loss', when: 'always',
	},
	{
		action: 'showStep', inputs: ['2'], name: '2', short: 'step', description: 'the last step taken apart', when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'showMetrics', inputs: ['2'], name: '2', short: 'metrics', description: 'watch: all metrics', when: 'always', modes: ['watch'],
	},
	{
		action: 'showSamples', inputs: ['3'], name: '3', short: 'samples', description: 'what the model makes up', when: 'always',
	},
	{
		action: 'showInside', inputs: ['4'], name: '4', short: 'inside', description: 'inside the model', when: 'always',
	},
	{
		action: 'showRuns', inputs: ['5'], name: '5', short: 'runs', description: 'saved runs to compare', when: 'always',
	},
	{
		action: 'nextView', inputs: ['tab'], name: 'tab', short: 'view', description: 'next view', barRank: 11, when: 'always',
	},
	{
		action: 'previousView', inputs: ['shift+tab'], name: 'shift+tab', short: 'view', description: 'previous view', when: 'always',
	},
	{
		action: 'checkpoint', inputs: ['c'], name: 'c', short: 'save', description: 'save the run now', when: 'running', modes: ['training'], isForAll: true, canDo: moment => allAt(moment).some(({saving}) => saving?.folder !== undefined),
	},
	{
		action: 'restart', inputs: ['r'], name: 'r', short: 'restart', description: 'restart the run', barRank: 12, when: 'always', modes: ['training', 'replay'], canDo: moment => !hasSeveral(moment),
	},
	{
		action: 'toggleHelp', inputs: ['?', 'h'], name: '?', short: 'help', shorts: {help: 'back'}, description: 'this help and back (or h)', barRank: 2, barRanks: {glossary: 12, teach: 5}, when: 'always',
	},
	{
		action: 'toggleGlossary', inputs: ['i'], name: 'i', short: 'words', shorts: {glossary: 'back'}, description: 'the words on the screen', barRank: 14, barRanks: {help: 6, glossary: 2}, when: 'always',
	},
	{
		action: 'guess', inputs: ['x'], name: 'x', short: 'guess', description: 'guess the next letter', barRank: 15, views: ['overview', 'step', 'samples', 'inside', 'help', 'glossary'], when: 'always', canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'nudge', inputs: ['d'], name: 'd', short: 'nudge', description: 'step: nudge a number', barRanks: {step: 11}, views: ['step'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'teach', inputs: ['j'], name: 'j', short: 'teach', shorts: {teach: 'word'}, description: 'teach it a word', barRank: 15, barRanks: {teach: 4}, views: ['overview', 'step', 'samples', 'inside', 'help', 'glossary', 'teach'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'teachMore', inputs: ['enter'], name: 'enter', short: 'ten steps', description: 'teach: ten steps on it', barRanks: {teach: 1}, views: ['teach'], when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'teachOnce', inputs: ['right'], name: 'right', short: 'one step', description: 'teach: one step on it', barRanks: {teach: 2}, views: ['teach'], when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'unteach', inputs: ['backspace'], name: 'backspace', short: 'as it was', description: 'teach: back, as it was', barRanks: {teach: 3}, views: ['teach'], when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'otherRate', inputs: ['e'], name: 'e', short: 'rate', description: 'teach: the other rate', barRanks: {teach: 5}, views: ['teach'], when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'slowMotion', inputs: ['u'], name: 'u', short: 'slow motion', brief: 'slow', description: 'a step in slow motion', barRank: 15, views: ['overview', 'step', 'samples', 'inside', 'help', 'glossary'], when: 'always', modes: ['training', 'replay'], canDo: ({canAsk}) => canAsk,
	},
	{
		action: 'learn', inputs: ['k'], name: 'k', short: 'lessons', description: 'lessons: open, fold card', barRank: 15, views: ['overview', 'step', 'samples', 'inside', 'help', 'glossary', 'slow'], when: 'always', modes: ['training', 'replay'],
	},
	{
		action: 'repaint', inputs: ['ctrl+l'], name: 'ctrl+l', short: 'repaint', description: 'redraw the screen', when: 'always',
	},
	{
		action: 'suspend', inputs: ['ctrl+z'], name: 'ctrl+z', short: 'suspend', description: 'to the shell; fg returns', when: 'always', canDo: () => canSuspend(),
	},
	{
		action: 'quit', inputs: ['q', 'ctrl+c'], name: 'q', short: 'quit', description: 'quit (also: Ctrl+C)', barRank: 1, when: 'always',
	},
];
