import {describe, expect, it} from 'vitest';
import {type Arguments, type TrainArguments} from '../../source/command-line/arguments.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {ConfigError} from '../../source/errors.js';
import {engineNames} from '../../source/model/engine.js';
import {askFor} from '../../source/run/fit-to-data.js';
import {
	auto,
	chapter11,
	chapter7,
	microgpt,
	shakespeare,
} from '../../source/settings/presets.js';
import {speeds} from '../../source/session/pacer.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {settings} from '../../source/settings/settings.js';

const defaults: TrainArguments = {
	command: 'train',
	config: createRunConfig(chapter7),
	speed: undefined,
	format: 'dashboard',
	logEvery: undefined,
	isAscii: false,
	hasColor: true,
	hasMouse: true,
	isSlow: false,
	background: undefined,
	hasChosenDocuments: false,
	title: undefined,
	isSaved: true,
	saveEveryMs: 30_000,
	keepStates: 8,
	historyBytes: 64 * (2 ** 20),
	computing: {threads: undefined, wideVectors: false, torch: {processes: undefined, device: undefined, microBatch: undefined}},
	runsFolder: undefined,
};

const withOptions = (options: RunOptions): TrainArguments => ({
	...defaults, ...askFor(options.data === undefined ? chapter7 : auto, options), hasChosenDocuments: options.documents !== undefined,
});

describe('the command line', () => {
	it('takes a list of what is to be taken out of the model', () => {
		const {config} = parseArguments(['--preset', 'microgpt', '--n-layer', '2', '--without', 'residual, head:1.2,layer:0']) as TrainArguments;
		expect(config).toEqual(createRunConfig(microgpt, {nLayer: 2, without: ['residual', 'head:1.2', 'layer:0']}));
	});

	it.each<[string, TrainArguments]>([
		['', defaults],
		['train', defaults],
		['-- train', defaults],
		['--preset chapter7', defaults],
		['--steps 50', withOptions({steps: 50})],
		['--steps=50', withOptions({steps: 50})],
		['train --steps 50', withOptions({steps: 50})],
		['--steps 50 train', withOptions({steps: 50})],
		['--steps 1e3', withOptions({steps: 1000})],
		['--steps 1000000000', withOptions({steps: 1e9})],
		['--steps +5', withOptions({steps: 5})],
		['--batch-size 16', withOptions({batchSize: 16})],
		['--learning-rate 0.5', withOptions({learningRate: 0.5})],
		['--learning-rate .5', withOptions({learningRate: 0.5})],
		['--learning-rate 5e-4', withOptions({learningRate: 5e-4})],
		['--learning-rate 1000', withOptions({learningRate: 1000})],
		['--warmup 10 --schedule cosine', withOptions({warmup: 10, schedule: 'cosine'})],
		['--warmup 0', defaults],
		['--steps 20 --warmup 19', withOptions({steps: 20, warmup: 19})],
		['--beta1 0.9 --beta2 0.999', withOptions({beta1: 0.9, beta2: 0.999})],
		['--beta1 0 --beta2 0', withOptions({beta1: 0, beta2: 0})],
		['--optimizer sgd', withOptions({optimizer: 'sgd', learningRate: 0.3})],
		['--optimizer sgd --learning-rate 0.01', withOptions({optimizer: 'sgd', learningRate: 0.01})],
		['--optimizer momentum --beta1 0.9', withOptions({optimizer: 'momentum', beta1: 0.9, learningRate: 0.3})],
		['--optimizer rmsprop --beta2 0.9 --epsilon 1e-4', withOptions({
			optimizer: 'rmsprop', beta2: 0.9, epsilon: 1e-4, learningRate: 0.01,
		})],
		['--no-bias-correction', withOptions({hasBiasCorrection: false})],
		['--bias-correction=false --optimizer momentum', withOptions({optimizer: 'momentum', hasBiasCorrection: false})],
		['--optimizer adam --bias-correction --epsilon 1e-8', defaults],
		['--without position', withOptions({without: ['position']})],
		['--weight-decay 0.1', withOptions({weightDecay: 0.1})],
		['--grad-clip 1', withOptions({gradClip: 1})],
		['--batch-size 1 --learning-rate 0.01 --schedule linear --beta1 0.85 --beta2 0.99 --weight-decay 0 --grad-clip 0 --precision f64', defaults],
		['--engine tensor --precision f32', withOptions({engine: 'tensor', precision: 'f32'})],
		['--engine scalar --precision f64', withOptions({engine: 'scalar', precision: 'f64'})],
		['--seed 7', withOptions({seed: 7})],
		['--seed -7', withOptions({seed: -7})],
		['--seed=-7', withOptions({seed: -7})],
		['--seed 0', withOptions({seed: 0})],
		['--seed -2147483648', withOptions({seed: -2_147_483_648})],
		['--seed 2147483647', withOptions({seed: 2_147_483_647})],
		['--n-embd 32', withOptions({nEmbd: 32})],
		['--samples 3 --temperature 0.8', withOptions({samples: 3, temperature: 0.8})],
		['--preset shakespeare --eval-every 250', {...defaults, config: createRunConfig(shakespeare, {evalEvery: 250})}],
		['--preset microgpt --n-layer 2 --n-head 8', {...defaults, config: createRunConfig(microgpt, {nLayer: 2, nHead: 8})}],
		['--preset auto --n-layer 3', {...defaults, ...askFor(auto, {nLayer: 3})}],
		['--preset microgpt --data words.txt', {...defaults, config: createRunConfig(microgpt, {data: 'words.txt'})}],
		['--preset chapter11', {...defaults, config: createRunConfig(chapter11)}],
		['--preset chapter11 --warmup 1000', {...defaults, config: createRunConfig(chapter11, {warmup: 1000})}],
		['--block-size 1', withOptions({blockSize: 1})],
		['--data words.txt', withOptions({data: 'words.txt'})],
		['--data=a=b', withOptions({data: 'a=b'})],
		['--data -', withOptions({data: '-'})],
		['--plain --data - --steps 5', {...withOptions({data: '-', steps: 5}), format: 'plain'}],
		['--data 5', withOptions({data: '5'})],
		['--data=--plain', withOptions({data: '--plain'})],
		['--documents lines', withOptions({documents: 'lines'})],
		['--documents stream', withOptions({documents: 'stream'})],
		['--yes', withOptions({isLargeFileConfirmed: true})],
		['--val-split 0.1', withOptions({validationShare: 0.1})],
		['--val-split 0', defaults],
		['--val-split 0.9 --eval-every 7', withOptions({validationShare: 0.9, evalEvery: 7})],
		['--speed 10', {...defaults, speed: 10}],
		['--speed max', {...defaults, speed: 'max'}],
		['--plain', {...defaults, format: 'plain'}],
		['--plain --log-every 10', {...defaults, format: 'plain', logEvery: 10}],
		['--json --log-every 10', {...defaults, format: 'json', logEvery: 10}],
		['--plain --plain', {...defaults, format: 'plain'}],
		['--plain=true', {...defaults, format: 'plain'}],
		['--plain=false', defaults],
		['--json', {...defaults, format: 'json'}],
		['--ascii', {...defaults, isAscii: true}],
		['--no-color', {...defaults, hasColor: false}],
		['--no-mouse', {...defaults, hasMouse: false}],
		['--slow', {...defaults, isSlow: true}],
		['--background light', {...defaults, background: 'light'}],
		['--color', defaults],
		['--no-save', {...defaults, isSaved: false}],
		['--name tiny', {...defaults, title: 'tiny'}],
		['--save', defaults],
		['--keep-states 0', {...defaults, keepStates: 0}],
		['--save-every 0.5 --runs-dir /tmp/runs', {...defaults, saveEveryMs: 500, runsFolder: '/tmp/runs'}],
		['--init-from weights.safetensors', withOptions({initFrom: 'weights.safetensors'})],
		['--ascii --no-color --steps 5 --speed 1', {
			...withOptions({steps: 5}), speed: 1, isAscii: true, hasColor: false,
		}],
	])('understands %j', (line, expected) => {
		expect(parseArguments(line === '' ? [] : line.split(' '))).toEqual(expected);
	});

	it.each<[string, Partial<Arguments>]>([
		['resume', {
			command: 'resume', run: undefined, isBest: false, changes: {}, format: 'dashboard',
		}],
		['resume --best', {command: 'resume', isBest: true, title: undefined}],
		['resume --best --name slower', {command: 'resume', isBest: true, title: 'slower'}],
		['resume abc --steps 9 --plain', {
			command: 'resume', run: 'abc', changes: {steps: 9}, format: 'plain',
		}],
		['resume abc --schedule cosine --learning-rate 0.001 --warmup 5 --grad-clip 1 --weight-decay 0.1 --patience 3', {
			command: 'resume', run: 'abc', changes: {
				learningRate: 0.001, schedule: 'cosine', warmup: 5, weightDecay: 0.1, gradClip: 1, patience: 3,
			},
		}],
		['learn', {
			command: 'learn', deck: undefined, card: undefined, isListed: false, isAscii: false,
		}],
		['learn my-course/ 12 --ascii', {
			command: 'learn', deck: 'my-course/', card: 12, isAscii: true,
		}],
		['learn --list', {command: 'learn', isListed: true}],
		['replay abc --speed 10', {command: 'replay', run: 'abc', speed: 10}],
		['watch -', {command: 'watch', sources: ['-']}],
		['watch events.jsonl --json', {command: 'watch', sources: ['events.jsonl'], format: 'json'}],
		['runs', {
			command: 'runs', action: 'list', names: [], isJson: false, isConfirmed: false,
		}],
		['runs --json', {command: 'runs', action: 'list', isJson: true}],
		['runs rm a b --yes', {
			command: 'runs', action: 'rm', names: ['a', 'b'], isConfirmed: true,
		}],
		['runs --sort size', {command: 'runs', action: 'list', order: 'size'}],
		['runs tidy --yes', {
			command: 'runs', action: 'tidy', order: 'begun', names: [], isConfirmed: true,
		}],
		['runs path', {command: 'runs', action: 'path', names: []}],
		['sample --count 3 --prefix ka --temperature 0.7 --seed 1', {
			command: 'sample', run: undefined, count: 3, prefix: 'ka', temperature: 0.7, seed: 1,
		}],
		['sample', {
			command: 'sample', count: undefined, length: undefined, prefix: '', temperature: undefined, topK: undefined, topP: undefined, isBest: false,
		}],
		['sample abc --length 500 --temperature 0 --top-k 5 --top-p 0.9 --best', {
			command: 'sample', run: 'abc', length: 500, temperature: 0, topK: 5, topP: 0.9, isBest: true,
		}],
		['export abc --format csv --output -', {
			command: 'export', run: 'abc', format: 'csv', isBest: false, output: '-', isReplaced: false,
		}],
		['export', {command: 'export', format: 'html', output: undefined}],
		['export --output a/curve.SVG', {command: 'export', format: 'svg', output: 'a/curve.SVG'}],
		['export --output page', {command: 'export', format: 'html', output: 'page'}],
		['export --best', {command: 'export', format: 'safetensors', isBest: true}],
		['export --output curve.pdf --format csv', {command: 'export', format: 'csv'}],
		['datasets', {command: 'datasets'}],
	])('understands the command %j', (line, expected) => {
		expect(parseArguments(line.split(' '))).toMatchObject(expected);
	});

	it('takes a value with blanks in it', () => {
		expect(parseArguments(['--data', 'my words.txt'])).toEqual(withOptions({data: 'my words.txt'}));
	});

	it.each(speeds)('knows the speed %s', speed => {
		expect(parseArguments(['--speed', String(speed)])).toEqual({...defaults, speed});
	});

	it.each(settings.documents.choices)('knows documents of the kind %s', documents => {
		expect(parseArguments(['--documents', documents])).toEqual(withOptions({documents}));
	});

	it.each(settings.schedule.choices)('knows the schedule %s', schedule => {
		expect(parseArguments(['--schedule', schedule])).toEqual(withOptions({schedule}));
	});

	it.each(engineNames)('knows the engine %s', engine => {
		expect(parseArguments(['--engine', engine])).toEqual(withOptions({engine}));
	});

	it.each<[string, Arguments]>([
		['--help --version', {command: 'help', about: 'train'}],
		['train --help', {command: 'help', about: 'train'}],
		['runs rm a -h', {command: 'help', about: 'runs'}],
		['ls --help', {command: 'help', about: 'runs'}],
		['dance --help', {command: 'help', about: undefined}],
		['help', {command: 'help', about: undefined}],
		['help sample', {command: 'help', about: 'sample'}],
		['help ls', {command: 'help', about: 'runs'}],
		['--steps 5 --version', {command: 'version'}],
		['--steps 5 -v', {command: 'version'}],
		['presets', {command: 'presets'}],
		['presets --help', {command: 'help', about: 'presets'}],
		['presets --version --plain', {command: 'version'}],
		['completion zsh', {command: 'completion', shell: 'zsh'}],
	])('answers %j', (line, expected) => {
		expect(parseArguments(line.split(' '))).toEqual(expected);
	});

	it.each(['ls', 'list'])('takes %s for runs', name => {
		expect(parseArguments([name, '--json'])).toEqual(parseArguments(['runs', '--json']));
	});

	it.each([
		['--lr 0.1', '--learning-rate'],
		['--learning_rate 0.1', '--learning-rate'],
		['--max_iters=5', '--steps'],
		['--batch 5', '--batch-size'],
		['--epochs 5', '--steps'],
		['--n-layers 2', '--n-layer'],
		['sample --prompt ka', '--prefix'],
		['export -o page.html', '--output'],
		['resume --max-steps 5', '--steps'],
		['resume --lr 3', '--learning-rate'],
	])('knows what is meant by %j', (line, flag) => {
		expect(() => parseArguments(line.split(' '))).toThrow(`Did you mean ${flag}?`);
	});

	it.each(['--yse', '--ye', 'runs --y', 'export --ys', '--no-sav', 'runs rn a', 'runs r a'])('offers nothing that takes something away, or that does not go with it, for %j', line => {
		expect(() => parseArguments(line.split(' '))).toThrow(ConfigError);
		expect(() => parseArguments(line.split(' '))).not.toThrow('Did you mean');
	});

	it.each([
		// A command or a word too many
		['trian', 'Expected a known command, got trian. Did you mean train?'],
		['resume a b', 'Expected one run after resume, got a b.'],
		['resume --momentum 3', 'Expected a known flag, got --momentum. See microgpt-tui help resume.'],
		['help dance', 'Expected a known command, got dance. Did you mean race?'],
		['completion csh', 'Expected a known shell, got csh. Did you mean zsh?'],
		['my-words.txt', 'Expected a command, got my-words.txt. To train on a text: --data my-words.txt; to watch a log: microgpt-tui watch my-words.txt.'],
		['resume --seed 3', 'Expected flags with which a run can be resumed, got --seed: the run goes on as it was begun. Train a new run instead. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['--count 3', 'Expected flags that go with train, got --count, which goes with sample.'],
		['--best', 'Expected flags that go with train, got --best, which goes with resume, sample, export.'],
		['sample --temperature 0.0001', 'Expected --temperature to be 0 or a number from 0.001 to 100, got 0.0001.'],
		['sample --temperature -0.5', 'Expected --temperature to be 0 or a number from 0.001 to 100, got -0.5.'],
		['--temperature 0', 'Expected --temperature to be a number from 0.001 to 100, got 0.'],
		['sample --length 0', 'Expected --length to be a whole number from 1 to 1000000000, got 0.'],
		['sample --top-k 0', 'Expected --top-k to be a whole number from 1 to 1000000000, got 0.'],
		['sample --top-p 0', 'Expected --top-p to be a number above 0 and up to 1, got 0.'],
		['sample --top-p 1.01', 'Expected --top-p to be a number above 0 and up to 1, got 1.01.'],
		['watch', 'Expected up to 6 files, a folder or - after watch, got nothing.'],
		['watch a b c d e f g', 'Expected up to 6 files, a folder or - after watch, got a b c d e f g.'],
		['runs remove', 'Expected a known action, got remove. Known: list, rm, tidy, path.'],
		['runs tody', 'Expected a known action, got tody. Known: list, rm, tidy, path.'],
		['runs tidy a', 'Expected nothing after runs tidy, got a.'],
		['runs --sort colour', 'Expected --sort to be one of begun, run, data, step, rate, seed, mean, validation, state, size, got colour.'],
		['--sort size', 'Expected flags that go with train, got --sort, which goes with runs.'],
		['--name tiny --no-save', 'Expected --name with a run that is saved, got --no-save. Leave one of them out.'],
		['--name a/b', 'Expected a name that is no path, got a/b.'],
		['runs path a b', 'Expected one run after runs path, got a b.'],
		['resume --n-embd 32', 'Expected flags with which a run can be resumed, got --n-embd: the saved weights are those of the model with which the run was begun. Train a new run instead. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['resume --batch-size 32', 'Expected flags with which a run can be resumed, got --batch-size: the steps of one run are all made in the same way. Fork the run instead: see it with microgpt-tui replay, and press f at the step where it is to go another way. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['resume --dropout 0.3', 'Expected flags with which a run can be resumed, got --dropout: the steps of one run are all made in the same way. Fork the run instead: see it with microgpt-tui replay, and press f at the step where it is to go another way. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['resume --positions rotary', 'Expected flags with which a run can be resumed, got --positions: the saved weights are those of the model with which the run was begun. Train a new run instead. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['resume --no-bias-correction', 'Expected flags with which a run can be resumed, got --no-bias-correction: the steps of one run are all made in the same way. Fork the run instead: see it with microgpt-tui replay, and press f at the step where it is to go another way. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['resume --data other.txt', 'Expected flags with which a run can be resumed, got --data: all losses of a run are on the same text, taken in the same way. Train a new run instead. What can be changed: --steps, --learning-rate, --schedule, --warmup, --weight-decay, --grad-clip, --patience.'],
		['resume --yes', 'Expected flags that go with resume, got --yes, which goes with train, race, sweep, export, runs, data, torch. See microgpt-tui help resume.'],
		['runs --steps 5', 'Expected flags that go with runs, got --steps. Known: --sort, --json, --yes, --ascii, --runs-dir.'],
		['resume --name slower', 'Expected --name with --best, which makes a run of its own, got it without. Leave it out: the run goes on as it is called.'],
		['export --best --output curve.svg', 'Expected --best with the weights, as safetensors, got the format svg, which tells of the whole run. Leave out one of them.'],
		['export --format pdf', 'Expected --format to be one of html, svg, csv, json, safetensors, got pdf.'],
		['dance', 'Expected a known command, got dance. Did you mean race?'],
		['train hard', 'Expected only flags after train, got hard. To train on a text: --data hard.'],
		['chapter11', 'Expected a command, got chapter11. To train this preset: --preset chapter11.'],
		['tinyshakespeare', 'Expected a command, got tinyshakespeare. To train on this dataset: --data tinyshakespeare.'],
		['generate', 'Expected a known command, got generate. Did you mean sample?'],
		['export --output curve.pdf', 'Expected the name of a file of one of the formats html, svg, csv, json, safetensors after --output, got curve.pdf. Name another one, or say which it is with --format.'],
		['preset', 'Expected a known command, got preset. Did you mean presets?'],
		['presets chapter7', 'Expected nothing after presets, got chapter7.'],
		['presets --json', 'Expected presets without flags, got --json. Leave it out, or leave out presets to train.'],
		['presets --no-color', 'Expected presets without flags, got --no-color. Leave it out, or leave out presets to train.'],
		['presets --batch-size 3', 'Expected presets without flags, got --batch-size. Leave it out, or leave out presets to train.'],
		['-- --plain', 'Expected a command after --, got --plain: what follows -- is not read as flags. Leave out the --. (After npm start, one is needed: npm start -- --plain.)'],
		['-- --steps 5', 'Expected a command after --, got --steps: what follows -- is not read as flags. Leave out the --. (After npm start, one is needed: npm start -- --steps.)'],
		['--plain yes', 'Expected a known command, got yes. Known: train, race, sweep, resume, replay, learn, sample, export, runs, watch, data, glossary, presets, datasets, completion, help, torch.'],
		['--seed 1 2', 'Expected a known command, got 2. Known: train, race, sweep, resume, replay, learn, sample, export, runs, watch, data, glossary, presets, datasets, completion, help, torch.'],
		// Unknown flags
		['--step 5', 'Expected a known flag, got --step. Did you mean --steps?'],
		['--nembd 5', 'Expected a known flag, got --nembd. Did you mean --n-embd?'],
		['--learningrate 5', 'Expected a known flag, got --learningrate. Did you mean --learning-rate?'],
		['--verison', 'Expected a known flag, got --verison. Did you mean --version?'],
		['--frobnicate', 'Expected a known flag, got --frobnicate. See --help.'],
		['-x', 'Expected a known flag, got -x. See --help.'],
		['--constructor 3', 'Expected a known flag, got --constructor. See --help.'],
		['--hasOwnProperty', 'Expected a known flag, got --hasOwnProperty. See --help.'],
		// Values that are missing, doubled or not wanted
		['--steps', 'Expected a value after --steps, got none. Write --steps N.'],
		['--steps=', 'Expected a value after --steps, got none. Write --steps N.'],
		['--steps --plain', 'Expected a value after --steps, got none. Write --steps N.'],
		['--steps -- 5', 'Expected a value after --steps, got none. Write --steps N.'],
		['--data --plain', 'Expected a value after --data, got none. Write --data FILE.'],
		['--steps 1 --steps 2', 'Expected --steps once, got it 2 times.'],
		['--seed 1 --seed=1 --seed 1', 'Expected --seed once, got it 3 times.'],
		['--seed 1 --seed', 'Expected --seed once, got it 2 times.'],
		['--preset chapter7 --preset', 'Expected --preset once, got it 2 times.'],
		['--plain=yes', 'Expected --plain without a value, got --plain=yes.'],
		['--help=please', 'Expected --help without a value, got --help=please.'],
		// Choices
		['--preset gpt2', 'Expected a known preset, got gpt2. Known: chapter7, microgpt, chapter11, shakespeare, auto.'],
		['--preset chapter8', 'Expected a known preset, got chapter8. Did you mean chapter7?'],
		['--documents words', 'Expected --documents to be one of lines, stream, got words.'],
		['--speed 5', 'Expected --speed to be one of 1, 10, 100, 1000, max, got 5.'],
		['--speed MAX', 'Expected --speed to be one of 1, 10, 100, 1000, max, got MAX.'],
		['--schedule step', 'Expected --schedule to be one of linear, cosine, constant, got step.'],
		['--optimizer adamw', 'Expected --optimizer to be one of adam, rmsprop, momentum, sgd, got adamw.'],
		['--optimizer sgd --beta1 0.9', 'Expected --beta1 with one of adam, momentum, got --optimizer sgd, which has no use for it. Leave it out.'],
		['--optimizer sgd --no-bias-correction', 'Expected --no-bias-correction with one of adam, rmsprop, momentum, got --optimizer sgd, which has no use for it. Leave it out.'],
		['--optimizer momentum --beta2 0.9', 'Expected --beta2 with one of adam, rmsprop, got --optimizer momentum, which has no use for it. Leave it out.'],
		['--epsilon 2', 'Expected --epsilon to be a number from 0 to 1, got 2.'],
		['--momentum 0.9', 'Expected a known flag, got --momentum. Did you mean --optimizer?'],
		['--without residul', 'Expected a known part of a model, got residul. Did you mean residual?'],
		['--without attention', 'Expected a known part of a model, got attention. Known: residual, norm, position, head:0.0, layer:0.'],
		['--preset microgpt --without head:2', 'Expected a known part of a model, got head:2. Known: residual, norm, position, head:0.0, layer:0.'],
		['--preset microgpt --without norm,', 'Expected a known part of a model, got . Known: residual, norm, position, head:0.0, layer:0.'],
		['--without head:0.0', 'Expected --without to name what a bigram has (position; with --preset microgpt there is more), got head:0.0.'],
		['--preset microgpt --without head:0.4', 'Expected --without to name what the model has (residual, norm, position, head:0.0 to head:0.3, layer:0), got head:0.4.'],
		['--preset microgpt --n-layer 3 --n-head 1 --without layer:3', 'Expected --without to name what the model has (residual, norm, position, head:0.0 to head:2.0, layer:0 to layer:2), got layer:3.'],
		['--preset microgpt --without norm,residual,norm', 'Expected each part once after --without, got norm twice.'],
		['--preset microgpt --n-layer 2 --n-head 1 --without residual,head:1.0', 'Expected --without to leave a way through the model, got residual and all heads of a layer. Take out the layer instead: layer:1.'],
		['--engine foo', 'Expected --engine to be one of tensor, scalar, torch, got foo.'],
		['--device tpu', 'Expected --device to be one of cpu, cuda, mps, got tpu.'],
		['--precision f16', 'Expected --precision to be one of f64, f32, bf16, got f16.'],
		['--engine scalar --precision f32', 'Expected --precision f64 with the scalar engine, got f32. Leave it out, or add --engine tensor.'],
		['--warmup 1000', 'Expected the warm-up to take fewer steps than there are, got --warmup 1000 and --steps 1000. Try --warmup 100.'],
		['--warmup 50 --steps 5', 'Expected the warm-up to take fewer steps than there are, got --warmup 50 and --steps 5. Try --warmup 0.'],
		['learn gpt x', 'Expected the number of a card after learn gpt, got x.'],
		['learn gpt 0', 'Expected the number of a card after learn gpt, got 0.'],
		['--n-head 2', 'Expected --n-head with a GPT, got the preset chapter7, which has none. Add --preset microgpt.'],
		['--plain --json', 'Expected --plain or --json, got both.'],
		['--slow --plain', 'Expected --slow in the dashboard, got --plain. Leave one of them out.'],
		['resume --json --slow', 'Expected --slow in the dashboard, got --json. Leave one of them out.'],
		['--n-layer 2', 'Expected --n-layer with a GPT, got the preset chapter7, which has none. Add --preset microgpt.'],
		['--preset microgpt --n-embd 30', 'Expected --n-embd to be a multiple of --n-head, got 30 and 4. Try --n-embd 32.'],
		['torch', 'Expected prepare and a folder after torch, got nothing.'],
		['torch here', 'Expected prepare and a folder after torch, got only here.'],
		['torch prepare here --keep-states 3', 'Expected flags that go with torch, got --keep-states, which goes with train, race, sweep, resume. See microgpt-tui help torch.'],
		['torch prepare here --engine scalar', 'Expected --engine torch after torch prepare, got scalar: train.py trains with PyTorch. Leave it out.'],
		['torch train here', 'Expected a known action, got train. Known: prepare.'],
		['--eval-every 5', 'Expected --eval-every together with --val-split, got it alone. Add --val-split 0.1.'],
		['--eval-every 5 --val-split 0', 'Expected --eval-every together with --val-split, got it alone. Add --val-split 0.1.'],
	])('refuses %j', (line, message) => {
		expect(() => parseArguments(line.split(' '))).toThrow(new ConfigError(message));
	});

	it.each<[string, string | string[]]>([
		['--data a.txt', 'a.txt'],
		['--data a.txt --data b.txt', ['a.txt', 'b.txt']],
		['--data a.txt b.txt c.txt --seed 3', ['a.txt', 'b.txt', 'c.txt']],
		['--seed 3 --data a.txt - --data=b.txt', ['a.txt', '-', 'b.txt']],
		['--data a.txt train', 'a.txt'],
		['train --data a.txt b.txt', ['a.txt', 'b.txt']],
	])('takes the files of %j', (line, path) => {
		expect(parseArguments(line.split(' '))).toMatchObject({command: 'train', config: {dataset: {path}}});
	});

	it.each(['', ' --engine torch'])('prepares for PyTorch, whether that is said or not:%s', engine => {
		expect(parseArguments(`torch prepare here --nproc 2 --save-every 5${engine}`.split(' '))).toMatchObject({
			command: 'torch', folder: 'here', config: {engine: 'torch'}, computing: {torch: {processes: 2}}, saveEveryMs: 5000,
		});
	});

	it('takes words for files only right after --data', () => {
		expect(() => parseArguments(['--data', 'a.txt', '--seed', '3', 'b.txt'])).toThrow('Expected a command, got b.txt.');
		expect(() => parseArguments(['--data', 'a.txt', '--', 'b.txt'])).toThrow('got b.txt');
		expect(() => parseArguments(['--data', 'a.txt', '--data', ''])).toThrow(new ConfigError('Expected a value after --data, got none. Write --data FILE.'));
	});

	it('refuses an empty value', () => {
		expect(() => parseArguments(['--data', ''])).toThrow(new ConfigError('Expected a value after --data, got none. Write --data FILE.'));
	});

	const wholeFrom1 = 'a whole number from 1 to 1000000000';
	const notNumbers = ['NaN', 'Infinity', '-Infinity', '0x10', '1_000', '1,000', 'ten', '1e', 'e5', '.', '1.2.3', '5 ', ' 5', '５', '1n'];
	it.each([
		...notNumbers.map(value => ['--steps', value, wholeFrom1]),
		...['0', '-1', '1.5', '1e-3', '1000000001', '1e400'].map(value => ['--steps', value, wholeFrom1]),
		...['0', '1.5', 'many'].map(value => ['--eval-every', value, wholeFrom1]),
		...[...notNumbers, '0', '-0.1', '1000.1'].map(value => ['--learning-rate', value, 'a number above 0 and up to 1000']),
		...['1.5', '2147483648', '-2147483649', 'forty-two'].map(value => ['--seed', value, 'a whole number from -2147483648 to 2147483647']),
		...['0', '65537', '2.5'].map(value => ['--n-embd', value, 'a whole number from 1 to 65536']),
		...['0', '65537', '2.5'].map(value => ['--block-size', value, 'a whole number from 1 to 65536']),
		...['0', '65537', '2.5'].map(value => ['--batch-size', value, 'a whole number from 1 to 65536']),
		...['-1', '0.5'].map(value => ['--warmup', value, 'a whole number from 0 to 1000000000']),
		...['--beta1', '--beta2'].flatMap(flag => ['1', '1.5', '-0.1', 'NaN'].map(value => [flag, value, 'a number from 0 to below 1'])),
		...['-0.1', '10.1'].map(value => ['--weight-decay', value, 'a number from 0 to 10']),
		...['-1', '1000001', 'Infinity'].map(value => ['--grad-clip', value, 'a number from 0 to 1000000']),
		...['0', '1.5'].map(value => ['--log-every', value, wholeFrom1]),
		...['-0.1', '0.91', '1', 'half', '10%'].map(value => ['--val-split', value, 'a number from 0 to 0.9']),
	])('refuses %s %j', (flag, value, range) => {
		expect(() => parseArguments([`${flag}=${value}`, '--val-split', '0.1'].slice(0, flag === '--eval-every' ? 3 : 1))).toThrow(new ConfigError(`Expected ${flag} to be ${range}, got ${value}.`));
	});

	it.each(['--no-colour', '--no-steps'])('says what came for %s, and not its opposite', flag => {
		expect(() => parseArguments([flag])).toThrow(`got ${flag}`);
	});

	it('does not call a lone dash no value', () => {
		expect(() => parseArguments(['--seed', '-'])).toThrow(new ConfigError('Expected --seed to be a whole number from -2147483648 to 2147483647, got -.'));
	});
});
