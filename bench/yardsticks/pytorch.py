"""
The time of a training step of our architecture in PyTorch, as bench/threads.js measures ours: forward, backward, the norm of
the gradients, Adam. Prints the median in microseconds.

    OPENBLAS_CORETYPE=SkylakeX python3 bench/yardsticks/pytorch.py LAYERS WIDTH CONTEXT BATCH [THREADS] [f32|f64]

With `train FILE STEPS` at the end it learns that text as `--preset shakespeare` does, weights drawn alike, and prints its loss on the last tenth.
"""
import ctypes
import os
import sys

layers, width, context, batch = (int(word) for word in sys.argv[1:5])
threads = int(sys.argv[5]) if len(sys.argv) > 5 else 1
# Before the libraries are loaded, which read it then.
os.environ['OMP_NUM_THREADS'] = os.environ['OPENBLAS_NUM_THREADS'] = str(threads)

# What a step frees, the next one needs: without this, the system takes longer to hand it out than the arithmetic takes.
for setting, size in ((-1, 2 ** 31 - 1), (-3, 2 ** 30)):
    ctypes.CDLL(None).mallopt(setting, size)

import math
import time
import torch
from torch import nn
from torch.nn import functional as F

torch.manual_seed(42)
torch.set_num_threads(threads)
torch.set_default_dtype(torch.float64 if 'f64' in sys.argv else torch.float32)
heads, vocabulary = 4, 66


def norm(x):
    return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-5)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.queries_keys_values = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.up = nn.Linear(width, 4 * width, bias=False)
        self.down = nn.Linear(4 * width, width, bias=False)
        self.register_buffer('hidden', torch.ones(context, context, dtype=torch.bool).triu(1))

    def forward(self, x):
        size = width // heads
        queries, keys, values = (part.view(-1, context, heads, size).transpose(1, 2) for part in self.queries_keys_values(norm(x)).split(width, -1))
        scores = (queries @ keys.transpose(2, 3) * size ** -0.5).masked_fill(self.hidden, float('-inf'))
        x = x + self.out((scores.softmax(-1) @ values).transpose(1, 2).reshape(-1, context, width))
        return x + self.down(self.up(norm(x)).relu())


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Embedding(context, width)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.head = nn.Linear(width, vocabulary, bias=False)

    def forward(self, tokens):
        x = norm(self.tokens(tokens) + self.positions(torch.arange(context)))
        for layer in self.layers:
            x = layer(x)
        return self.head(x)


def loss_of(windows):
    return F.cross_entropy(model(windows[:, :-1]).reshape(-1, vocabulary), windows[:, 1:].reshape(-1))


def step(windows):
    optimizer.zero_grad(set_to_none=True)
    loss = loss_of(windows)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1)
    optimizer.step()
    return loss.item()


def train(file, steps, rate=0.001, warmup=100):
    text = open(file, encoding='utf8').read()
    ids = {character: place for place, character in enumerate(sorted(set(text)))}
    tokens = torch.tensor([ids[character] for character in text])
    held_out = round(len(tokens) * 0.1)
    training, validation = tokens[:-held_out], tokens[-held_out:]
    for number in range(steps):
        share = (number - warmup) / max(1, steps - warmup)
        optimizer.param_groups[0]['lr'] = rate * (number + 1) / warmup if number < warmup else rate * 0.5 * (1 + math.cos(math.pi * share))
        starts = torch.randint(0, len(training) - context, (batch,))
        step(torch.stack([training[start:start + context + 1] for start in starts]))
    with torch.no_grad():
        windows = validation[:len(validation) - (len(validation) - 1) % context].unfold(0, context + 1, context)
        losses = [loss_of(part).item() * len(part) for part in windows.split(64)]
    print(f'validation loss {sum(losses) / len(windows):.4f} after {steps} steps, over {len(windows)} windows')


model = Model()
for name, parameter in model.named_parameters():
    # Embeddings as in the references, other matrices by their width, those that write into the residual stream by the layers too.
    suited = min(0.08, parameter.shape[1] ** -0.5)
    nn.init.normal_(parameter, std=0.08 if name.startswith(('tokens', 'positions')) else suited / math.sqrt(layers) if '.out.' in name or '.down.' in name else suited)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.001, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
if 'train' in sys.argv:
    train(sys.argv[-2], int(sys.argv[-1]))
    sys.exit()

drawn = torch.randint(0, vocabulary - 1, (batch, context + 1))
times = []
end = time.perf_counter() + 3
while time.perf_counter() < end or len(times) < 8:
    begin = time.perf_counter()
    loss = step(drawn)
    times.append(time.perf_counter() - begin)

print(f'{sorted(times[3:])[len(times[3:]) // 2] * 1e6:.1f} us (PyTorch {torch.__version__}, {threads} threads, loss {loss:.4f})')
