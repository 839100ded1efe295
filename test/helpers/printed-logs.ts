import {type ToldStart} from '../../source/training/told-events.js';

/** Lines as a program prints them, typed for this test, and what is to be read of them. */
export type PrintedLog = {
	readonly program: string;
	readonly lines: readonly string[];
	/** Each step with its loss. */
	readonly steps: ReadonlyArray<readonly [step: number, loss: number]>;
	/** Each step at which was evaluated, with the validation loss. */
	readonly evaluations?: ReadonlyArray<readonly [step: number, loss: number]>;
	readonly plannedSteps?: number;
	readonly counts?: ToldStart['counts'];
	/** What is told of the last step besides its loss. */
	readonly last?: Readonly<Record<string, unknown>>;
	/** The last values. */
	readonly metrics?: Readonly<Record<string, number>>;
};

export const printedLogs: readonly PrintedLog[] = [
	{
		program: 'nanoGPT',
		lines: [
			'number of parameters: 10.65M',
			'step 0: train loss 4.2874, val loss 4.2823',
			'iter 0: loss 4.2649, time 3415.21ms, mfu -100.00%',
			'iter 10: loss 3.2459, time 18.03ms, mfu 20.66%',
			'step 20: train loss 2.5100, val loss 2.5300',
			'saving checkpoint to out-names',
			'iter 20: loss 2.7904, time 17.99ms, mfu 20.66%',
		],
		steps: [[1, 4.2874], [1, 4.2649], [11, 3.2459], [21, 2.7904]],
		evaluations: [[1, 4.2823], [21, 2.53]],
		last: {stepTime: {value: 17.99, unit: 'ms'}},
		metrics: {'mfu (%)': 20.66},
	},
	{
		program: 'llm.c',
		lines: [
			'| parameter | value |',
			'val loss 11.009',
			'step    1/300 | loss 11.009163 (+nanz)| norm 15.4264 (+nanz)| lr 4.29e-07 | 3241.50 ms | 41.3% bf16 MFU | 161743 tok/s',
			'step    2/300 | loss 10.973421 (+nanz)| norm 15.2210 (+nanz)| lr 8.57e-07 | 3009.12 ms | 44.5% bf16 MFU | 174230 tok/s',
			'val loss 10.9',
		],
		steps: [[1, 11.009163], [2, 10.973421]],
		evaluations: [[0, 11.009], [2, 10.9]],
		plannedSteps: 300,
		last: {
			gradientNorm: 15.221, learningRate: 8.57e-7, tokensPerSecond: 174_230, stepTime: {value: 3009.12, unit: 'ms'},
		},
		metrics: {'bf16 MFU (%)': 44.5},
	},
	{
		program: 'makemore',
		lines: ['number of examples in the dataset: 32033', 'model #params: 204544', 'step 0 | loss 3.3107 | step time 452.12ms', 'step 10 | loss 3.0210 | step time 12.50ms', 'step 500 train loss: 2.4120 test loss: 2.4233'],
		steps: [[1, 3.3107], [11, 3.021]],
		evaluations: [[501, 2.4233]],
	},
	{
		program: 'minGPT',
		lines: ['iter_dt 0.00ms; iter 0: train loss 4.78901', 'iter_dt 21.50ms; iter 100: train loss 2.51230'],
		steps: [[1, 4.78901], [101, 2.5123]],
		last: {stepTime: {value: 21.5, unit: 'ms'}},
	},
	{
		program: 'microgpt.py and a further number',
		lines: ['step 1 / 10 | loss 3.2 | lr 0.01', 'step 2 / 10 | loss 3.1 | lr 0.009'],
		steps: [[1, 3.2], [2, 3.1]],
		plannedSteps: 10,
		last: {learningRate: 0.009},
	},
	{
		program: 'litgpt',
		lines: [
			'Epoch 1 | iter 1 step 1 | loss train: 10.978, val: n/a | iter time: 512.12 ms (step) remaining time: 1 day, 2:03:04',
			'Epoch 1 | iter 2 step 2 | loss train: 10.901, val: n/a | iter time: 210.02 ms (step) remaining time: 1:00:00',
			'Epoch 1 | iter 3 step 3 | loss train: 10.850, val: 10.700 | iter time: 211.00 ms (step) remaining time: 0:59:00',
		],
		steps: [[1, 10.978], [2, 10.901], [3, 10.85]],
		evaluations: [[3, 10.7]],
		last: {stepTime: {value: 211, unit: 'ms'}},
	},
	{
		program: 'torchtune',
		lines: ['Step 1 | loss:2.4012 lr:2e-05 tokens_per_second_per_gpu:512.7 peak_memory_active:12.3', 'Step 2 | loss:2.3001 lr:2e-05 tokens_per_second_per_gpu:530.1 peak_memory_active:12.3'],
		steps: [[1, 2.4012], [2, 2.3001]],
		last: {learningRate: 2e-5},
		metrics: {tokens_per_second_per_gpu: 530.1, peak_memory_active: 12.3},
	},
	{
		program: 'the progress bar of torchtune',
		lines: ['1|99|Loss: 1.2345:  99%|█████████▉| 99/100 [01:39<00:01,  1.00s/it]', '1|100|Loss: 1.2222: 100%|██████████| 100/100 [01:40<00:00,  1.00s/it]', '2|101|Loss: 1.2001:   1%|          | 1/100 [00:01<01:39,  1.00s/it]'],
		steps: [[99, 1.2345], [100, 1.2222], [101, 1.2001]],
		last: {stepTime: {value: 1, unit: 's'}},
	},
	{
		program: 'axolotl and other trainers of Hugging Face',
		lines: [
			'{\'loss\': 1.8241, \'grad_norm\': 2.31, \'learning_rate\': 2e-05, \'epoch\': 0.1}',
			'  1%|          | 2/200 [00:02<03:18,  1.00s/it]',
			'{\'loss\': 1.7012, \'grad_norm\': 2.05, \'learning_rate\': 4e-05, \'memory/max_mem_active(gib)\': 12.5, \'epoch\': 0.2}',
			'{\'eval_loss\': 1.6543, \'eval_runtime\': 12.3, \'eval_samples_per_second\': 8.1, \'epoch\': 0.2}',
			'{\'loss\': 1.6012, \'grad_norm\': 1.95, \'learning_rate\': 6e-05, \'epoch\': 1.0}',
			'{\'train_runtime\': 120.1, \'train_samples_per_second\': 8.3, \'train_steps_per_second\': 1.0, \'train_loss\': 1.7088, \'epoch\': 1.0}',
		],
		steps: [[1, 1.8241], [2, 1.7012], [3, 1.6012]],
		evaluations: [[2, 1.6543]],
		counts: 'lines',
		last: {learningRate: 6e-5, gradientNorm: 1.95},
		metrics: {'memory/max_mem_active(gib)': 12.5, eval_runtime: 12.3, eval_samples_per_second: 8.1},
	},
	{
		program: 'Hugging Face, whose newer versions print texts',
		lines: ['{\'loss\': \'5.41\', \'grad_norm\': \'1.2\', \'learning_rate\': \'0.0001\', \'epoch\': \'1\'}'],
		steps: [[1, 5.41]],
		counts: 'epochs',
	},
	{
		program: 'fairseq',
		lines: [
			'2024-01-02 10:11:12 | INFO | fairseq.trainer | begin training epoch 1',
			'2024-01-02 10:11:12 | INFO | train_inner | epoch 001:    100 / 1000 loss=9.123, nll_loss=8.9, ppl=478.2, wps=21034.5, ups=5.8, num_updates=100, lr=1.2e-05, gnorm=2.345, clip=0, train_wall=17, wall=30',
			'2024-01-02 10:12:12 | INFO | train_inner | epoch 001:    200 / 1000 loss=8.456, nll_loss=8.1, ppl=274.4, wps=21000.1, ups=5.7, num_updates=200, lr=2.4e-05, gnorm=1.987, clip=0, train_wall=17, wall=48',
			'2024-01-02 10:13:12 | INFO | valid | epoch 001 | valid on \'valid\' subset | loss 8.2 | nll_loss 7.9 | ppl 238.9 | wps 50000 | num_updates 200',
		],
		steps: [[100, 9.123], [200, 8.456]],
		evaluations: [[200, 8.2]],
		last: {learningRate: 2.4e-5, gradientNorm: 1.987},
		metrics: {wall: 48, ups: 5.7},
	},
	{
		program: 'fairseq in JSON',
		lines: ['2024-01-02 10:11:12 | INFO | train_inner | {"epoch": 1, "update": 0.1, "loss": "9.123", "nll_loss": "8.9", "num_updates": "100", "lr": "1.2e-05"}'],
		steps: [[100, 9.123]],
		last: {learningRate: 1.2e-5},
	},
	{
		program: 'Megatron-LM',
		lines: [
			' [2024-01-02 10:11:12] iteration      100/  500000 | consumed samples:        25600 | elapsed time per iteration (ms): 1234.5 | learning rate: 1.500000E-06 | global batch size:   256 | lm loss: 9.812345E+00 | loss scale: 1.0 | grad norm: 12.345 | number of skipped iterations:   0 | number of nan iterations:   0 |',
			' [2024-01-02 10:12:12] iteration      200/  500000 | consumed samples:        51200 | elapsed time per iteration (ms): 1230.1 | learning rate: 3.000000E-06 | global batch size:   256 | lm loss: 8.512345E+00 | loss scale: 1.0 | grad norm: 6.100 | number of skipped iterations:   0 | number of nan iterations:   0 |',
			'-----------------------------------------------------------------------------------------------',
			' validation loss at iteration 200 | lm loss value: 8.400000E+00 | lm loss PPL: 4.447067E+03 |',
		],
		steps: [[100, 9.812345], [200, 8.512345]],
		evaluations: [[200, 8.4]],
		plannedSteps: 500_000,
		last: {learningRate: 3e-6, gradientNorm: 6.1, stepTime: {value: 1230.1, unit: 'ms'}},
		metrics: {'consumed samples': 51_200, 'lm loss PPL': 4447.067},
	},
	{
		program: 'DeepSpeed',
		lines: [
			'[2024-01-02 10:11:12,345] [INFO] [logging.py:96:log_dist] [Rank 0] step=10, skipped=0, lr=[0.0001], mom=[(0.9, 0.999)]',
			'steps: 10 loss: 4.1234 iter time (s): 0.512 samples/sec: 31.250',
			'steps: 20 loss: 3.9876 iter time (s): 0.498 samples/sec: 32.129',
		],
		steps: [[10, 4.1234], [20, 3.9876]],
		last: {stepTime: {value: 0.498, unit: 's'}},
		metrics: {'samples/sec': 32.129},
	},
	{
		program: 'Keras',
		lines: [
			'Epoch 1/2',
			' 1/30 [>.............................] - ETA: 12s - loss: 3.2958 - accuracy: 0.0312',
			'30/30 [==============================] - 2s 16ms/step - loss: 2.9012 - accuracy: 0.1500 - val_loss: 2.7001 - val_accuracy: 0.2012',
			'Epoch 2/2',
			'15/30 [==============>...............] - ETA: 0s - loss: 2.6012 - accuracy: 0.2312',
			'30/30 [==============================] - 1s 15ms/step - loss: 2.5512 - accuracy: 0.2500 - val_loss: 2.5001 - val_accuracy: 0.2612',
		],
		steps: [[1, 3.2958], [30, 2.9012], [45, 2.6012], [60, 2.5512]],
		evaluations: [[30, 2.7001], [60, 2.5001]],
		plannedSteps: 60,
		last: {stepTime: {value: 15, unit: 'ms'}},
		metrics: {accuracy: 0.25, val_accuracy: 0.2612},
	},
	{
		program: 'Keras 3',
		lines: ['Epoch 1/5', '\u{1B}[1m12/300\u{1B}[0m \u{1B}[32m━━\u{1B}[0m\u{1B}[37m━━━━━━━━━━━━━━━━━━\u{1B}[0m \u{1B}[1m4s\u{1B}[0m 16ms/step - accuracy: 0.1042 - loss: 2.3012'],
		steps: [[12, 2.3012]],
		plannedSteps: 1500,
		last: {stepTime: {value: 16, unit: 'ms'}},
	},
	{
		program: 'PyTorch Lightning',
		lines: [
			'Sanity Checking DataLoader 0: 100%|██████████| 2/2 [00:00<00:00, 55.01it/s]',
			'Epoch 0:  50%|█████     | 150/300 [00:12<00:12, 12.30it/s, v_num=3, train_loss=5.610]',
			'Epoch 0: 100%|██████████| 300/300 [00:24<00:00, 12.30it/s, v_num=3, train_loss=5.010, val_loss=4.900]',
			'Epoch 1:  50%|█████     | 150/300 [00:12<00:12, 12.30it/s, v_num=3, train_loss=4.710, val_loss=4.900]',
			'Validation DataLoader 0:  50%|█████     | 10/20 [00:00<00:00, 80.00it/s]',
			'Epoch 1: 100%|██████████| 300/300 [00:24<00:00, 12.30it/s, v_num=3, train_loss=4.510, val_loss=4.600]',
		],
		steps: [[150, 5.61], [300, 5.01], [450, 4.71], [600, 4.51]],
		evaluations: [[300, 4.9], [600, 4.6]],
		metrics: {'it/s': 12.3},
	},
	{
		program: 'the table of PyTorch Lightning',
		lines: ['epoch,lr-AdamW,step,train_loss,val_loss', '0,,49,2.61,', '0,,99,2.41,', '0,,99,,2.45', '1,,149,2.31,'],
		steps: [[49, 2.61], [99, 2.41], [149, 2.31]],
		evaluations: [[99, 2.45]],
	},
	{
		program: 'tqdm',
		lines: [' 12%|█▏        | 12/100 [00:01<00:08, 10.21it/s, loss=3.21, lr=0.001]', '100%|██████████| 100/100 [00:10<00:00, 10.00it/s, loss=2.51, lr=0.001]', '  1%|          | 1/100 [00:00<00:10,  9.80it/s, loss=2.50, lr=0.001]'],
		steps: [[12, 3.21], [100, 2.51], [101, 2.5]],
		plannedSteps: 100,
		last: {learningRate: 0.001},
		metrics: {'it/s': 9.8},
	},
	{
		program: 'tqdm without an end',
		lines: ['12it [00:01, 10.21it/s, loss=3.21]', '1,024it [00:10, 10.21it/s, loss=2.21]'],
		steps: [[12, 3.21], [1024, 2.21]],
	},
	{
		program: 'fastai',
		lines: [
			'epoch     train_loss  valid_loss  accuracy  time    ',
			'0         3.123456    2.912345    0.201234  00:12     ',
			'1         2.812345    2.712345    0.251234  00:12     ',
		],
		steps: [[1, 3.123456], [2, 2.812345]],
		evaluations: [[1, 2.912345], [2, 2.712345]],
		counts: 'epochs',
		metrics: {accuracy: 0.251234},
	},
	{
		program: 'a notebook of Hugging Face',
		lines: ['Step\tTraining Loss\tValidation Loss', '500\t2.345600\tNo log', '1,000\t2.123400\t2.200100'],
		steps: [[500, 2.3456], [1000, 2.1234]],
		evaluations: [[1000, 2.2001]],
	},
	{
		program: 'flax',
		lines: ['I0102 10:11:12.345678 139912345678 logging_writer.py:48] [100] accuracy=0.251234, learning_rate=0.001, loss=2.712345', 'I0102 10:12:12.345678 139912345678 logging_writer.py:48] [200] accuracy=0.301234, learning_rate=0.001, loss=2.512345'],
		steps: [[100, 2.712345], [200, 2.512345]],
		last: {learningRate: 0.001},
		metrics: {accuracy: 0.301234},
	},
	{
		program: 'a program in JAX that prints its dictionary',
		lines: ['step 100: {\'loss\': Array(2.75, dtype=float32), \'accuracy\': Array(0.25, dtype=float32)}'],
		steps: [[100, 2.75]],
		metrics: {accuracy: 0.25},
	},
	{
		program: 'MaxText',
		lines: ['completed step: 10, seconds: 1.234, TFLOP/s/device: 123.4, Tokens/s/device: 1660.5, total_weights: 65536, loss: 8.912'],
		steps: [[10, 8.912]],
		metrics: {'Tokens/s/device': 1660.5, seconds: 1.234},
	},
	{
		program: 'llama.cpp',
		lines: ['train_opt_callback: iter=     1 sample=9/1234 sched=0.010000 loss=10.373579 dt=00:00:33 eta=01:23:45 |->', 'train_opt_callback: iter=     2 sample=17/1234 sched=0.020000 loss=10.101010 dt=00:00:33 eta=01:23:12 |->'],
		steps: [[1, 10.373579], [2, 10.10101]],
		metrics: {sched: 0.02},
	},
	{
		program: 'the progress bar of llama.cpp',
		lines: ['train: [██░░░░░░] data=0000008/0000066 loss=2.34567±0.12345 acc=50.12±1.23% t=00:00:12 ETA=00:01:23'],
		steps: [[8, 2.34567]],
		plannedSteps: 66,
		metrics: {acc: 50.12},
	},
	{
		program: 'torchtitan',
		lines: ['[rank0]:[titan] 2024-01-02 10:11:12,345 - root - INFO - \u{1B}[31mstep:  1  \u{1B}[32mloss:  8.1234  \u{1B}[33mgrad_norm:  1.5012  \u{1B}[34mmemory:  1.23GiB(2.59%)  \u{1B}[36mtps: 12,345  mfu: 3.45%\u{1B}[39m'],
		steps: [[1, 8.1234]],
		last: {gradientNorm: 1.5012, tokensPerSecond: 12_345},
		metrics: {'memory (GiB)': 1.23, 'mfu (%)': 3.45},
	},
	{
		program: 'nanochat',
		lines: ['step 00012/21400 (0.06%) | loss: 7.654321 | lrm: 1.00 | dt: 1234.56ms | tok/sec: 424,242 | bf16_mfu: 48.5 | epoch: 1 | total time: 0.12m | eta: 440.1m', 'Step 00250 | Validation bpb: 1.2345'],
		steps: [[12, 7.654321]],
		plannedSteps: 21_400,
		last: {tokensPerSecond: 424_242, stepTime: {value: 1234.56, unit: 'ms'}},
		metrics: {'Validation bpb': 1.2345, bf16_mfu: 48.5},
	},
	{
		program: 'the MNIST example of PyTorch',
		lines: ['Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.300039', 'Train Epoch: 1 [640/60000 (1%)]\tLoss: 2.213470', '', 'Test set: Average loss: 0.0500, Accuracy: 9833/10000 (98%)'],
		steps: [[1, 2.300039], [641, 2.21347]],
		evaluations: [[641, 0.05]],
	},
	{
		program: 'the first tutorial of PyTorch',
		lines: ['[1,  2000] loss: 2.173', '[1,  4000] loss: 1.857', '[2,  2000] loss: 1.401'],
		steps: [[2000, 2.173], [4000, 1.857], [6000, 1.401]],
	},
	{
		program: 'the language model of PyTorch\'s examples',
		lines: ['| epoch   1 |   200/ 2983 batches | lr 20.00 | ms/batch 18.23 | loss  7.63 | ppl  2056.16', '| end of epoch   1 | time: 60.12s | valid loss  5.67 | valid ppl   289.12', '| epoch   2 |   200/ 2983 batches | lr 20.00 | ms/batch 18.23 | loss  5.63 | ppl   278.66'],
		steps: [[200, 7.63], [3183, 5.63]],
		evaluations: [[200, 5.67]],
		last: {learningRate: 20},
		metrics: {ppl: 278.66, 'valid ppl': 289.12},
	},
	{
		program: 'stable-baselines3',
		lines: ['-----------------------------', '| rollout/           |      |', '|    ep_len_mean     | 22.1 |', '| train/             |      |', '|    learning_rate   | 0.0003 |', '|    loss            | 7.31 |', '-----------------------------', '|    loss            | 6.25 |'],
		steps: [[1, 7.31], [2, 6.25]],
		counts: 'lines',
	},
	{
		program: 'a table in which not all is measured',
		lines: ['step,loss,val_loss', '1,2.5,nan', '2,nan,2.6', '3,2.4,'],
		steps: [[1, 2.5], [3, 2.4]],
		evaluations: [[2, 2.6]],
	},
	{
		program: 'records of one number each',
		lines: ['{"name": "loss", "value": 2.5, "step": 1}', '{"name": "accuracy", "value": 0.5, "step": 1}', '{"name": "loss", "value": 2.25, "step": 2}'],
		steps: [[1, 2.5], [2, 2.25]],
		metrics: {accuracy: 0.5},
	},
	{
		program: 'the ImageNet example of PyTorch',
		lines: ['Epoch: [0][   1/5005]\tTime  1.512 ( 1.512)\tData  1.001 ( 1.001)\tLoss 7.0012e+00 (7.0012e+00)\tAcc@1   0.00 (  0.00)', 'Epoch: [1][   1/5005]\tTime  0.512 ( 0.612)\tData  0.001 ( 0.101)\tLoss 5.0012e+00 (5.1012e+00)\tAcc@1   8.20 (  8.00)'],
		steps: [[1, 7.0012], [5006, 5.0012]],
		metrics: {'Acc@1': 8.2, Time: 0.512},
	},
	{
		program: 'detectron2',
		lines: ['[01/02 10:11:12 d2.utils.events]:  eta: 0:10:00  iter: 19  total_loss: 2.3012  loss_cls: 1.2012  loss_box_reg: 0.5012  time: 0.3312  lr: 0.00019981  max_mem: 1234M'],
		steps: [[19, 2.3012]],
		last: {learningRate: 0.00019981},
		metrics: {loss_cls: 1.2012, time: 0.3312},
	},
	{
		program: 'OLMo',
		lines: ['2024-01-02 10:11:12.345\tnode:0\tolmo.train:123\tINFO\t[step=1/1000,epoch=0]', '    optim/total_grad_norm=12.3456', '    train/CrossEntropyLoss=11.2345', '    train/Perplexity=75,698', '2024-01-02 10:11:14.345\tnode:0\tolmo.train:123\tINFO\t[step=2/1000,epoch=0]', '    optim/total_grad_norm=10.1000', '    train/CrossEntropyLoss=11.1345'],
		steps: [[1, 11.2345], [2, 11.1345]],
		plannedSteps: 1000,
		last: {gradientNorm: 10.1},
		metrics: {'train/Perplexity': 75_698},
	},
	{
		program: 'XGBoost',
		lines: ['[0]\ttrain-logloss:0.65012\teval-logloss:0.66012', '[1]\ttrain-logloss:0.61012\teval-logloss:0.64012'],
		steps: [[1, 0.65012], [2, 0.61012]],
		evaluations: [[1, 0.66012], [2, 0.64012]],
	},
	{
		program: 'the course of Andrew Ng',
		lines: ['Cost after iteration 0: 0.695012', 'Cost after iteration 100: 0.584508'],
		steps: [[1, 0.695012], [101, 0.584508]],
	},
	{
		program: 'a loop of one\'s own, in epochs',
		lines: ['Epoch 1/3: train loss 3.01, val loss 2.91', 'Epoch 2/3: train loss 2.81, val loss 2.71'],
		steps: [[1, 3.01], [2, 2.81]],
		evaluations: [[1, 2.91], [2, 2.71]],
		plannedSteps: 3,
		counts: 'epochs',
	},
	{
		program: 'a tutorial of PyTorch',
		lines: ['Epoch [1/5], Step [100/600], Loss: 0.2312', 'Epoch [1/5], Step [600/600], Loss: 0.2112', 'Epoch [2/5], Step [100/600], Loss: 0.2012'],
		steps: [[100, 0.2312], [600, 0.2112], [700, 0.2012]],
		plannedSteps: 3000,
	},
	{
		program: 'metrics in JSON',
		lines: ['{"_step": 1, "train": {"loss": 3.5, "acc": 0.1}, "lr": 0.001}', '{"_step": 2, "train": {"loss": 3.25, "acc": 0.2}, "lr": 0.001}', '{"_step": 2, "val": {"loss": 3.0, "acc": 0.15}}'],
		steps: [[1, 3.5], [2, 3.25]],
		evaluations: [[2, 3]],
		last: {learningRate: 0.001},
		metrics: {'train/acc': 0.2, 'val/acc': 0.15},
	},
	{
		program: 'a logger in JSON',
		lines: ['{"level":"info","ts":1700000000.1,"msg":"step 10 loss 2.5"}'],
		steps: [[10, 2.5]],
	},
	{
		program: 'two processes that tell the same',
		lines: ['[rank0]: step 1 loss 2.5', '[rank1]: step 1 loss 9.5', '[rank1]: step 2 loss 9.4', '[rank0]: step 2 loss 2.4'],
		steps: [[1, 2.5], [2, 2.4]],
	},
];
