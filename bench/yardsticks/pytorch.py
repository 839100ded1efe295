"""
The time of a training step of our architecture in PyTorch, as bench/threads.js measures ours: forward, backward, the norm of
the gradients, Adam. Prints the median in microseconds.

    OPENBLAS_CORETYPE=SkylakeX python3 bench/yardsticks/pytorch.py LAYERS WIDTH CONTEXT BATCH [THREADS] [f32|f64]
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
        queries, keys, values = (part.view(batch, context, heads, size).transpose(1, 2) for part in self.queries_keys_values(norm(x)).split(width, -1))
        scores = (queries @ keys.transpose(2, 3) * size ** -0.5).masked_fill(self.hidden, float('-inf'))
        x = x + self.out((scores.softmax(-1) @ values).transpose(1, 2).reshape(batch, context, width))
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


model = Model()
for parameter in model.parameters():
    nn.init.normal_(parameter, std=0.08)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001, betas=(0.9, 0.99), eps=1e-8)
drawn = torch.randint(0, vocabulary - 1, (batch, context + 1))
times = []
end = time.perf_counter() + 3
while time.perf_counter() < end or len(times) < 8:
    begin = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    loss = F.cross_entropy(model(drawn[:, :-1]).reshape(-1, vocabulary), drawn[:, 1:].reshape(-1))
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1e9)
    optimizer.step()
    times.append(time.perf_counter() - begin)

print(f'{sorted(times[3:])[len(times[3:]) // 2] * 1e6:.1f} us (PyTorch {torch.__version__}, {threads} threads, loss {loss.item():.4f})')
