"""
The training of microgpt-tui in PyTorch, in one process or in many that share each batch.

    torchrun --nproc-per-node 2 FOLDER/train.py    trains the run that `microgpt-tui torch prepare FOLDER` has written
    python3 train.py serve JOB                     computes for the dashboard, which asks over standard input

Nothing but the standard library and PyTorch (1.13 or later) is needed.
"""
import contextlib
import ctypes
import datetime
import json
import math
import os
import select
import signal
import struct
import sys
import threading
import time


def name_core():
    """Tells OpenBLAS which kernels to take: by itself it may take those of 2006 on a virtual machine."""
    try:
        with open('/proc/cpuinfo') as info:
            flags = info.read()
    except OSError:
        return
    core = 'SkylakeX' if 'avx512f' in flags else 'Haswell' if 'avx2' in flags else None
    if core:
        os.environ.setdefault('OPENBLAS_CORETYPE', core)


def keep_memory():
    """
    Tells the allocator to keep what is freed: a step needs the same again, and the system takes up to three times as long to hand it out as
    the arithmetic takes.
    """
    with contextlib.suppress(OSError, AttributeError):
        adjust = ctypes.CDLL(None).mallopt
        adjust(MALLOC_TRIM_THRESHOLD, 2 ** 31 - 1)
        adjust(MALLOC_MMAP_THRESHOLD, 2 ** 30)


# As glibc numbers them.
MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD = -1, -3

# Before PyTorch is loaded, which loads OpenBLAS.
name_core()
keep_memory()

import torch
import torch.distributed as dist
from torch.nn import functional as F
from torch.nn.parallel import DistributedDataParallel

# ---- The model, in the order of model/forward.ts and by the names of microgpt.py ----

HIDDEN_FACTOR = 4
RMS_NORM_EPSILON = 1e-5
WORD = 2 ** 32


def parameter_shapes(model):
    """The name and the shape of each matrix, in the order in which they are saved."""
    width, tokens = model['nEmbd'], model['vocabSize']
    shapes = [('wte', (tokens, width))]
    if model.get('positions') != 'rotary':
        shapes.append(('wpe', (model['blockSize'], width)))
    shapes.append(('lm_head', (tokens, width)))
    for layer in range(model.get('nLayer', 0)):
        shapes += [(f'layer{layer}.{name}', (width, width)) for name in ('attn_wq', 'attn_wk', 'attn_wv', 'attn_wo')]
        shapes += [(f'layer{layer}.mlp_fc1', (HIDDEN_FACTOR * width, width)), (f'layer{layer}.mlp_fc2', (width, HIDDEN_FACTOR * width))]
    return shapes


def mixed(number):
    """A whole number of 32 bits of which each bit depends on each of another one, as in model/dropout.ts; also of a tensor of them."""
    number = number & (WORD - 1)
    number = (number ^ (number >> 16)) * 0x85EBCA6B & (WORD - 1)
    number = (number ^ (number >> 13)) * 0xC2B2AE35 & (WORD - 1)
    return number ^ (number >> 16)


class Masks:
    """What dropout leaves out of one step: it follows from the seed, the step and the place, and from nothing else."""

    def __init__(self, seed, step, rows):
        self.key = mixed(mixed(seed) + step)
        self.rows = rows
        self.uses = 0

    def drop(self, x, rate):
        """(documents, positions, width), with zeros for a share of it and the rest made larger."""
        key = mixed(self.key + self.uses)
        self.uses += 1
        columns = torch.arange(x.shape[-1], device=x.device)
        is_kept = mixed(mixed(key + self.rows).unsqueeze(-1) + columns) >= math.floor(rate * WORD)
        return x * is_kept / (1 - rate)


class Model(torch.nn.Module):
    """All parameters lie in one tensor, one matrix after the other, and their gradients in another."""

    def __init__(self, model, dtype, device):
        super().__init__()
        self.model = model
        self.without = set(model.get('without', []))
        shapes = parameter_shapes(model)
        count = sum(rows * columns for _, (rows, columns) in shapes)
        self.flat = torch.zeros(count, dtype=dtype, device=device)
        self.gradient = torch.zeros_like(self.flat)
        self.matrices = {}
        offset = 0
        for name, (rows, columns) in shapes:
            end = offset + rows * columns
            matrix = torch.nn.Parameter(self.flat[offset:end].view(rows, columns), requires_grad=self.is_used(name))
            matrix.grad = self.gradient[offset:end].view(rows, columns)
            self.register_parameter(name.replace('.', '_'), matrix)
            self.matrices[name] = matrix
            offset = end

    def is_used(self, name):
        """What no document reaches has a gradient of 0."""
        return not (name == 'wpe' and 'position' in self.without) and not any(name.startswith(part.replace(':', '') + '.') for part in self.without)

    def forward(self, tokens, targets, masks=None):
        """
        The sum of −log softmax(logits)[target] over all positions that have a target, in nats.

        tokens, targets: (documents, positions); where a document is shorter than the longest, the target is −1.
        """
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        x = F.embedding(tokens, self.matrices['wte'])
        if 'wpe' in self.matrices and 'position' not in self.without:
            x = x + self.matrices['wpe'][:len(positions)]
        if self.model['architecture'] == 'gpt':
            x = self.transform(x, positions, masks)
        logits = F.linear(x, self.matrices['lm_head'])
        return F.cross_entropy(logits.flatten(0, 1).to(self.flat.dtype), targets.flatten(), ignore_index=-1, reduction='sum')

    def transform(self, x, positions, masks):
        """The transformer between embedding and logits."""
        rate = self.model.get('dropout', 0)
        is_squared = self.model.get('activation') == 'squared-relu'

        def norm(x):
            return x if 'norm' in self.without else x * (x.square().mean(-1, keepdim=True) + RMS_NORM_EPSILON) ** -0.5

        def drop(x):
            return masks.drop(x, rate) if masks and rate > 0 else x

        def residual(x, past):
            return x if 'residual' in self.without else x + past

        x = norm(drop(x))
        for layer in range(self.model['nLayer']):
            if f'layer:{layer}' in self.without:
                continue
            attended = self.attend(norm(x), layer, positions)
            x = residual(drop(F.linear(attended, self.matrices[f'layer{layer}.attn_wo'])), x)
            hidden = F.relu(F.linear(norm(x), self.matrices[f'layer{layer}.mlp_fc1']))
            x = residual(drop(F.linear(hidden.square() if is_squared else hidden, self.matrices[f'layer{layer}.mlp_fc2'])), x)
        return x

    def attend(self, x, layer, positions):
        """Causal self-attention of all heads: (documents, positions, width), the heads side by side."""
        documents, length, width = x.shape
        heads = self.model['nHead']
        # They follow each other in memory, so that three products can be one.
        weights = torch.cat([self.matrices[f'layer{layer}.attn_{name}'] for name in ('wq', 'wk', 'wv')])
        queries, keys, values = F.linear(x, weights).view(documents, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        if self.model.get('positions') == 'rotary' and 'position' not in self.without:
            queries, keys = rotated(queries, positions), rotated(keys, positions)
        if hasattr(F, 'scaled_dot_product_attention'):
            attended = F.scaled_dot_product_attention(queries, keys, values, is_causal=True)
        else:
            hidden = positions > positions.unsqueeze(-1)
            scores = (queries @ keys.transpose(-1, -2) / math.sqrt(width // heads)).masked_fill(hidden, -math.inf)
            attended = scores.softmax(-1) @ values
        for head in range(heads):
            if f'head:{layer}.{head}' in self.without:
                kept = torch.arange(heads, device=x.device) != head
                attended = attended * kept.view(heads, 1, 1)
        return attended.transpose(1, 2).reshape(documents, length, width)


def rotated(x, positions):
    """Each column of the first half of a head with its counterpart of the second, turned in their plane: rotary positions."""
    half = x.shape[-1] // 2
    # The angles in full precision, whatever the numbers that are turned.
    rates = 10_000.0 ** (-2 * torch.arange(half, device=x.device, dtype=torch.float64 if x.device.type == 'cpu' else torch.float32) / (2 * half))
    angles = positions.unsqueeze(-1) * rates
    cos, sin = angles.cos().to(x.dtype), angles.sin().to(x.dtype)
    first, second = x[..., :half], x[..., half:]
    return torch.cat([first * cos - second * sin, first * sin + second * cos], -1)


# ---- What a process computes of a batch, and what all of them make of it ----

class Ranks:
    """The processes that share a training, seen from one of them."""

    def __init__(self, device, seconds):
        self.rank = int(os.environ.get('RANK', '0'))
        self.count = int(os.environ.get('WORLD_SIZE', '1'))
        self.device = device
        if self.count == 1:
            return
        if device.type == 'cuda':
            torch.cuda.set_device(int(os.environ.get('LOCAL_RANK', '0')))
        dist.init_process_group('nccl' if device.type == 'cuda' else 'gloo', timeout=datetime.timedelta(seconds=seconds))

    def share(self, documents):
        """Which of so many documents this process takes."""
        return range(documents * self.rank // self.count, documents * (self.rank + 1) // self.count)

    def total(self, number):
        """The sum of a number over all processes."""
        if self.count == 1:
            return number
        # In one process of Apple's GPUs there are no such sums, and they have no numbers of 64 bits.
        numbers = torch.tensor([number], dtype=torch.float64, device=self.device)
        dist.all_reduce(numbers)
        return numbers.item()


class Batch:
    """Documents side by side, filled up to the longest."""

    def __init__(self, documents, block_size, share, device):
        counts = [min(block_size, len(tokens) - 1) for tokens in documents]
        self.positions = sum(counts)
        first_rows = [0] * len(counts)
        for index, count in enumerate(counts[:-1]):
            first_rows[index + 1] = first_rows[index] + count
        longest = max([counts[index] for index in share], default=0)
        fill = lambda numbers, filling: list(numbers) + [filling] * (longest - len(numbers))
        rows = lambda make: torch.tensor([make(index) for index in share], dtype=torch.int64, device=device).view(len(share), longest)
        self.tokens = rows(lambda index: fill(documents[index][:counts[index]], 0))
        self.targets = rows(lambda index: fill(documents[index][1:counts[index] + 1], -1))
        self.rows = rows(lambda index: range(first_rows[index], first_rows[index] + longest))

    def __len__(self):
        return len(self.tokens)

    def part(self, first, last):
        part = object.__new__(Batch)
        part.positions = self.positions
        part.tokens, part.targets, part.rows = self.tokens[first:last], self.targets[first:last], self.rows[first:last]
        return part


class Engine:
    """Computes losses, gradients and updates, as model/engine.ts says; the same in all processes."""

    def __init__(self, job, ranks):
        precision = job['precision']
        self.ranks = ranks
        self.micro_batch = job.get('microBatch', 0)
        self.is_mixed = precision == 'bf16'
        self.model = Model(job['model'], torch.float64 if precision == 'f64' else torch.float32, ranks.device)
        self.first = torch.zeros_like(self.model.flat)
        self.second = torch.zeros_like(self.model.flat)
        self.shared = self.model if ranks.count == 1 else DistributedDataParallel(self.model)

    @property
    def block_size(self):
        return self.model.model['blockSize']

    def take(self, documents):
        return Batch(documents, self.block_size, self.ranks.share(len(documents)), self.ranks.device)

    def pieces(self, batch):
        """So many documents at a time as there is memory for."""
        size = self.micro_batch or max(1, len(batch))
        return [batch.part(first, first + size) for first in range(0, max(1, len(batch)), size)]

    def sum_of(self, model, piece, masks):
        """The sum of the losses of some documents. Without any, there is nothing to add."""
        if len(piece) == 0:
            return sum(matrix.sum() for matrix in self.model.matrices.values() if matrix.requires_grad) * 0
        with torch.autocast(self.ranks.device.type, torch.bfloat16) if self.is_mixed else contextlib.nullcontext():
            return model(piece.tokens, piece.targets, masks and Masks(*masks, piece.rows))

    def loss(self, documents, masks=None):
        """The mean loss over all positions of a batch in nats a token."""
        batch = self.take(documents)
        with torch.no_grad():
            own = sum(self.sum_of(self.model, piece, masks).item() for piece in self.pieces(batch))
        return self.ranks.total(own) / batch.positions

    def gradients(self, documents, masks=None):
        """The same loss, its gradients and their norm."""
        batch = self.take(documents)
        self.model.gradient.zero_()
        pieces = self.pieces(batch)
        own = 0.0
        for piece in pieces:
            is_last = piece is pieces[-1]
            with contextlib.nullcontext() if is_last or self.ranks.count == 1 else self.shared.no_sync():
                loss = self.sum_of(self.shared, piece, masks)
                # Each position counts the same, whoever has it; the mean over the processes is taken where they exchange their gradients.
                (loss * (self.ranks.count / batch.positions)).backward()
            own += loss.item()
        return self.ranks.total(own) / batch.positions, self.model.gradient.norm().item()

    def update(self, rate, beta1, beta2, epsilon, first_correction, second_correction, gradient_scale, weight_decay):
        """Adam with decoupled weight decay, as in model/adam.ts."""
        gradient = self.model.gradient if gradient_scale == 1 else self.model.gradient * gradient_scale
        self.first.mul_(beta1).add_(gradient, alpha=1 - beta1)
        self.second.mul_(beta2).addcmul_(gradient, gradient, value=1 - beta2)
        divisor = (self.second / second_correction).sqrt_().add_(epsilon)
        self.model.flat.mul_(1 - rate * weight_decay).addcdiv_(self.first, divisor, value=-rate / first_correction)


# ---- Computing for the dashboard ----

GRADIENTS, LOSS, UPDATE, GET, SET, END = range(6)
SECONDS_TO_END = 2


def bytes_of(tensor):
    """The memory of a tensor, to be read at once."""
    tensor = tensor.cpu().contiguous()
    return bytes((ctypes.c_char * (tensor.numel() * tensor.element_size())).from_address(tensor.data_ptr()))


class Asker:
    """What the dashboard asks, handed on by the first process to all others. A question is its kind, the length of its details, and these."""

    def __init__(self, ranks):
        self.ranks = ranks
        # A training that is paused asks nothing for as long as somebody likes.
        self.waiting = dist.new_group(backend='gloo', timeout=datetime.timedelta(days=1000)) if ranks.count > 1 else None

    def next(self):
        """The next question; when nobody asks any more, the end."""
        head = torch.zeros(2, dtype=torch.int64)
        details = b''
        if self.ranks.rank == 0:
            start = sys.stdin.buffer.read(8)
            kind, length = struct.unpack('<II', start) if len(start) == 8 else (END, 0)
            details = sys.stdin.buffer.read(length)
            if len(details) < length:
                kind, length = END, 0
            head = torch.tensor([kind, length])
        if self.waiting:
            dist.broadcast(head, 0, group=self.waiting)
        kind, length = head.tolist()
        if self.waiting and length > 0 and kind != GET:
            content = torch.frombuffer(bytearray(details), dtype=torch.uint8) if self.ranks.rank == 0 else torch.empty(length, dtype=torch.uint8)
            dist.broadcast(content, 0, group=self.waiting)
            details = bytes_of(content)
        return kind, details


def read_documents(details):
    """The token ids of some documents, and the seed and the step by which dropout leaves something out."""
    has_masks, count, seed, step = struct.unpack_from('<iidd', details)
    numbers = memoryview(details)[24:].cast('i').tolist()
    documents, place = [], count
    for length in numbers[:count]:
        documents.append(numbers[place:place + length])
        place += length
    return documents, (int(seed), int(step)) if has_masks else None


def end_with_dashboard():
    """
    Ends this process and those beside it soon after the dashboard has gone, whatever they are in the middle of: one that waits for another
    that hangs never comes to read that nothing is asked any more.
    """
    if not hasattr(select, 'poll'):
        return
    watched = select.poll()
    watched.register(0, 0)

    def wait():
        watched.poll()
        time.sleep(SECONDS_TO_END)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=wait, daemon=True).start()


def serve(job):
    """Answers questions until there are no more."""
    # What PyTorch prints is not to get between the answers.
    answers = os.fdopen(os.dup(1), 'wb')
    os.dup2(2, 1)
    ranks = Ranks(find_device(job), job['patience'])
    engine = Engine(job, ranks)
    tensors = [engine.model.flat, engine.model.gradient, engine.first, engine.second]

    def answer(content):
        if ranks.rank == 0:
            answers.write(struct.pack('<I', len(content)) + content)
            answers.flush()

    asker = Asker(ranks)
    answer(json.dumps({'version': torch.__version__, 'threads': torch.get_num_threads()}).encode())
    while True:
        kind, details = asker.next()
        if kind == GRADIENTS:
            answer(struct.pack('<dd', *engine.gradients(*read_documents(details))))
        elif kind == LOSS:
            answer(struct.pack('<d', engine.loss(*read_documents(details))))
        elif kind == UPDATE:
            engine.update(*struct.unpack('<8d', details))
        elif kind == GET and ranks.rank == 0:
            answer(bytes_of(tensors[details[0]]))
        elif kind == SET:
            numbers = torch.frombuffer(bytearray(details[4:]), dtype=engine.model.flat.dtype)
            tensors[details[0]].copy_(numbers)
        elif kind == END:
            return


# ---- Starting ----

def find_device(job):
    """
    The device of a job, or why it cannot be had.
    """
    name = job.get('device', 'cpu')
    if name == 'cuda' and not torch.cuda.is_available():
        fail(f'Expected a GPU for --device cuda, got PyTorch {torch.__version__}, which sees none. Leave the flag out, or install the driver and a PyTorch for CUDA.')
    if name == 'mps' and not (hasattr(torch.backends, 'mps') and torch.backends.mps.is_available()):
        fail(f'Expected an Apple GPU for --device mps, got PyTorch {torch.__version__}, which sees none. Leave the flag out.')
    if int(os.environ.get('WORLD_SIZE', '1')) > 1 and not (dist.is_available() and (dist.is_nccl_available() if name == 'cuda' else dist.is_gloo_available())):
        fail(f'Expected a PyTorch that can share a training, got {torch.__version__} without {"nccl" if name == "cuda" else "gloo"}. Use one process, or install another PyTorch.')
    return torch.device(name)


class Failure(Exception):
    """What the user can mend."""


def fail(sentence):
    raise Failure(sentence)


def launch(job, arguments):
    """Starts so many processes of this file, and waits for them. (The command torchrun of PyTorch 1.13 does not start on Python 3.11.)"""
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.launcher.api import LaunchConfig, elastic_launch
    config = LaunchConfig(min_nodes=1, max_nodes=1, nproc_per_node=job['processes'], rdzv_backend='c10d', rdzv_endpoint='localhost:0', run_id='microgpt-tui', max_restarts=0, monitor_interval=0.2)
    try:
        elastic_launch(config, sys.executable)(__file__, *arguments)
    except ChildFailedError as error:
        # Those that a signal has ended are the reason why the others ended.
        failures = sorted(error.failures.items(), key=lambda item: (item[1].exitcode >= 0, item[1].timestamp))
        rank, failure = failures[0]
        how = f'was ended by {signal.Signals(-failure.exitcode).name}' if failure.exitcode < 0 else f'ended with exit code {failure.exitcode}'
        fail(f'Expected all {job["processes"]} processes to go on, got process {rank}, which {how}.')


def main(arguments):
    job = json.loads(arguments[1])
    end_with_dashboard()
    torch.set_flush_denormal(True)
    # Threads of OpenBLAS and those of PyTorch wait for each other's cores: two are slower than one.
    torch.set_num_threads(job['threads'] if job['hasChosenThreads'] or torch.backends.mkl.is_available() else 1)
    if job['processes'] > 1 and 'RANK' not in os.environ:
        launch(job, arguments)
    else:
        serve(job)


if __name__ == '__main__':
    try:
        main(sys.argv[1:])
    except Failure as failure:
        print(f'error: {failure}', file=sys.stderr)
        sys.exit(1)
