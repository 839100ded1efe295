"""
The training of microgpt-tui in PyTorch, in one process or in many that share each batch.

    torchrun --nproc-per-node 2 FOLDER/train.py    trains the run that `microgpt-tui torch prepare FOLDER` has written
    python3 FOLDER/train.py --nproc 2              the same without torchrun, on this machine
    python3 train.py serve JOB                     computes for the dashboard, which asks over standard input

Nothing but the standard library and PyTorch (1.13 or later) is needed.
"""
import argparse
import contextlib
import ctypes
import datetime
import hashlib
import itertools
import json
import math
import mmap
import os
import random
import select
import shlex
import signal
import socket
import struct
import sys
import threading
import time
import warnings

STARTED = time.time()

# Until there is something to save, Ctrl+C ends this without a word.
if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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
    with contextlib.suppress(OSError, AttributeError, TypeError):
        adjust = ctypes.CDLL(None).mallopt
        adjust(MALLOC_TRIM_THRESHOLD, 2 ** 31 - 1)
        adjust(MALLOC_MMAP_THRESHOLD, 2 ** 30)


def end_with_starter(number):
    """On Linux, a signal that this process gets as soon as the thread or process that has started it is gone; 0: none."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)


def is_asked_no_more(milliseconds=0):
    """Whether nobody holds the other end of the standard input any more; waits for that. Where this cannot be seen, somebody does."""
    if not hasattr(select, 'poll'):
        return False
    asked = select.poll()
    asked.register(0, 0)
    return len(asked.poll(milliseconds)) > 0


# As glibc and Linux number them.
MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD, PR_SET_PDEATHSIG = -1, -3, 1

if sys.argv[1:2] == ['serve'] and 'RANK' not in os.environ:
    # While PyTorch is loaded, nothing else would see that nobody waits for it any more.
    end_with_starter(signal.SIGKILL)
    if is_asked_no_more():
        os._exit(1)

# Before PyTorch is loaded, which loads OpenBLAS, and says that NumPy is missing, which nothing here needs.
name_core()
keep_memory()
warnings.filterwarnings('ignore', 'Failed to initialize NumPy')

try:
    import torch
    import torch.distributed as dist
    from torch.nn import functional as F
    from torch.nn.parallel import DistributedDataParallel
except ImportError as error:
    got = f'{sys.executable} without it' if error.name == 'torch' else f'“{error}” of {sys.executable}'
    sys.exit(f'error: Expected a Python with PyTorch, got {got}. Install it with “pip install torch”, or start the Python that has it.')

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
        logits = self.logits(tokens, masks)
        return F.cross_entropy(logits.flatten(0, 1).to(self.flat.dtype), targets.flatten(), ignore_index=-1, reduction='sum')

    def logits(self, tokens, masks=None):
        """(documents, positions, tokens of the vocabulary)"""
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        x = F.embedding(tokens, self.matrices['wte'])
        if 'wpe' in self.matrices and 'position' not in self.without:
            x = x + self.matrices['wpe'][:len(positions)]
        if self.model['architecture'] == 'gpt':
            x = self.transform(x, positions, masks)
        return F.linear(x, self.matrices['lm_head'])

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
        # Whether somebody wants this process to stop, and whether any of them has been told so.
        self.is_stopping = self.is_stopped = False
        if self.count == 1:
            return
        if device.type == 'cuda':
            torch.cuda.set_device(int(os.environ.get('LOCAL_RANK', '0')))
        timeout = datetime.timedelta(seconds=seconds)
        meeting = {}
        if os.environ.get('GROUP_WORLD_SIZE') == '1':
            from torch.distributed.rendezvous import rendezvous
            # What torchrun has started again on this machine finds the addresses of those before, who are gone.
            store, _, _ = next(rendezvous('env://', timeout=timeout))
            meeting = dict(store=dist.PrefixStore(f'start {os.environ["TORCHELASTIC_RESTART_COUNT"]}', store), rank=self.rank, world_size=self.count)
        dist.init_process_group('nccl' if device.type == 'cuda' else 'gloo', timeout=timeout, **meeting)

    def share(self, documents):
        """Which of so many documents this process takes."""
        return range(documents * self.rank // self.count, documents * (self.rank + 1) // self.count)

    def total(self, number):
        """The sum of a number over all processes, which tell each other at that whether they are to stop."""
        if self.count == 1:
            self.is_stopped = self.is_stopping
            return number
        # In one process of Apple's GPUs there are no such sums, and they have no numbers of 64 bits.
        numbers = torch.tensor([number, self.is_stopping], dtype=torch.float64, device=self.device)
        dist.all_reduce(numbers)
        total, stopping = numbers.tolist()
        self.is_stopped = stopping > 0
        return total

    def copy_from_first(self, tensor):
        if self.count > 1:
            dist.broadcast(tensor, 0)

    def hand_out(self, value):
        """What the first process has, as JSON can tell it."""
        if self.count == 1:
            return value
        content = torch.frombuffer(bytearray(json.dumps(value).encode()), dtype=torch.uint8).to(self.device)
        length = torch.tensor([len(content)], device=self.device)
        self.copy_from_first(length)
        if self.rank > 0:
            content = torch.empty(length.item(), dtype=torch.uint8, device=self.device)
        self.copy_from_first(content)
        return json.loads(bytes_of(content))


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


def compiled(model):
    """The same model in code made for its sizes; or why there is none."""
    if not hasattr(torch, 'compile'):
        fail(f'Expected PyTorch 2 or later for --compile, got {torch.__version__}. Leave the flag out.')
    if model.model.get('dropout', 0) > 0:
        fail('Expected a model without dropout for --compile, got one whose masks are other numbers at each step: it would be compiled anew for each. Leave the flag out.')
    return torch.compile(model)


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
        computed = compiled(self.model) if job.get('compile') else self.model
        self.shared = computed if ranks.count == 1 else DistributedDataParallel(computed)

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
        """The sum of the losses of some documents. A process without any goes through the model all the same: the others wait for its gradients."""
        if len(piece) == 0:
            nothing = torch.zeros(1, 1, dtype=torch.int64, device=self.ranks.device)
            return model(nothing, nothing - 1)
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
BEGINNING = b'microgpt-tui answers:'


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
    def wait():
        if is_asked_no_more(None):
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
    if ranks.rank == 0:
        # What was printed before does not count.
        answers.write(BEGINNING)
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


# ---- The data of a run that is trained without the dashboard ----

class Documents:
    """The tokens of all documents as they lie on the disk, and which of them a step learns from."""

    def __init__(self, folder, job, config):
        self.tokens_of_job, self.parts = job['tokens'], job['documents']
        self.block_size = job['model']['blockSize']
        self.batch_size, self.seed = config['training']['batchSize'], config['seed']
        self.width = self.tokens_of_job['width']
        self.memory = mapped(folder, 'tokens.bin', job)
        self.tokens = memoryview(self.memory).cast({1: 'B', 2: 'H', 4: 'I'}[self.width])
        self.places = memoryview(mapped(folder, 'places.bin', job)).cast('Q')

    def document(self, index):
        """The tokens of a document, as far as the model sees it."""
        begin, end = self.places[index], self.places[index + 1]
        return self.tokens[begin:min(end, begin + self.block_size + 1)].tolist()

    def window(self, index):
        """A piece of the text that begins where the seed and the index say, as in data/text-windows.ts."""
        first, _ = self.parts['training']
        begin, end = self.places[first], self.places[first + 1]
        begin += draw_at(self.seed, index, max(1, end - begin - self.block_size))
        return self.tokens[begin:min(end, begin + self.block_size + 1)].tolist()

    def batch(self, step):
        """The next documents in their order, over and over."""
        taken = range((step - 1) * self.batch_size, step * self.batch_size)
        if 'windows' in self.parts:
            return [self.window(index) for index in taken]
        first, count = self.parts['training']
        return [self.document(first + index % count) for index in taken]

    def novelty(self, tokens):
        """Whether what the model made up is one of the documents, or stands in their text."""
        return 'copied' if self.has('training', tokens) else 'held-out' if self.has('validation', tokens) else 'new'

    def has(self, part, tokens):
        first, count = self.parts[part]
        if count == 0 or not tokens:
            return False
        ends = [self.tokens_of_job['bos']] if self.tokens_of_job['hasEnds'] else []
        wanted = b''.join(token.to_bytes(self.width, 'little') for token in ends + tokens + ends)
        end = self.places[first + count] * self.width
        place = self.memory.find(wanted, self.places[first] * self.width, end)
        # What begins in the middle of a token is something else.
        while place % self.width > 0 and place >= 0:
            place = self.memory.find(wanted, place + 1, end)
        return place >= 0


def mapped(folder, name, job):
    """A file in memory, as it was prepared: of half of one, a training would not notice."""
    path, seal = os.path.join(folder, name), job['files'][name]
    with open(path, 'rb') as file:
        size = os.fstat(file.fileno()).st_size
        if size != seal['bytes']:
            fail(f'Expected {path} to have {seal["bytes"]} bytes as it was prepared, got {size}. Copy it again.')
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    # Once on each machine.
    if os.environ.get('LOCAL_RANK', '0') == '0' and hashlib.sha256(memory).hexdigest() != seal['sha256']:
        fail(f'Expected {path} to be as it was prepared, got other bytes. Copy it again.')
    return memory


def draw_at(seed, index, limit):
    """The nth draw of SplitMix64, as in random/draw-at.ts."""
    mask = 2 ** 64 - 1
    draw = (seed + (index + 1) * 0x9E3779B97F4A7C15) & mask
    draw = (draw ^ draw >> 30) * 0xBF58476D1CE4E5B9 & mask
    draw = (draw ^ draw >> 27) * 0x94D049BB133111EB & mask
    return (draw ^ draw >> 31) * limit >> 64


class PythonDraws:
    """The stream of microgpt.py, from a state on."""

    def __init__(self, state):
        self.random = random.Random()
        self.random.setstate((3, tuple(state[:625]), state[625] if len(state) > 625 else None))

    @property
    def state(self):
        _, words, kept = self.random.getstate()
        return [*words] if kept is None else [*words, kept]

    def choose(self, weights):
        return self.random.choices(range(len(weights)), weights)[0]


class DotnetDraws:
    """.NET's System.Random, from a state on, as in random/dotnet-random.ts."""

    def __init__(self, state):
        self.table, (self.place, self.lagged_place) = list(state[:56]), state[56:]

    @property
    def state(self):
        return [*self.table, self.place, self.lagged_place]

    def choose(self, weights):
        largest = 2 ** 31 - 1
        self.place, self.lagged_place = self.place % 55 + 1, self.lagged_place % 55 + 1
        value = self.table[self.place] - self.table[self.lagged_place]
        value = value - 1 if value == largest else value
        self.table[self.place] = value = value + largest if value < 0 else value
        sums = list(itertools.accumulate(weights))
        draw = value * (1 / largest) * sums[-1]
        return next((index for index, total in enumerate(sums) if total >= draw), len(sums) - 1)


# ---- What a run leaves on the disk, as source/storage/ writes it ----

SEAL_START = '{"__metadata__":{"sha256":"'
EMPTY_SEAL = '0' * 64
MOMENTS = ('', 'adam.m.', 'adam.v.')


class Checkpoint:
    """A file of safetensors: the parameters and both moments of an engine, and notes on the run. Its seal is the SHA-256 of all of it."""

    @staticmethod
    def read(path):
        """
        The notes, and the numbers by their names.
        """
        with open(path, 'rb') as file:
            content = bytearray(file.read())
        start = 8 + len(SEAL_START)
        seal = bytes(content[start:start + 64])
        content[start:start + 64] = EMPTY_SEAL.encode()
        if content[8:start] != SEAL_START.encode() or hashlib.sha256(content).hexdigest().encode() != seal:
            fail(f'Expected {path} to be as it was saved, got bytes that its seal does not fit. It is damaged or was changed; use another file.')
        size, = struct.unpack_from('<Q', content)
        header = json.loads(content[8:8 + size])
        notes = {key: json.loads(text) for key, text in header.pop('__metadata__').items() if key != 'sha256'}
        tensors = {}
        for name, entry in header.items():
            dtype = {'F32': torch.float32, 'F64': torch.float64}[entry['dtype']]
            tensors[name] = torch.frombuffer(content, dtype=dtype, offset=8 + size + entry['data_offsets'][0], count=math.prod(entry['shape']))
        return notes, tensors

    @staticmethod
    def write(path, engine, notes):
        """Replaces a file as a whole: at any moment there is all of the old one or all of the new."""
        entries, offset = {}, 0
        width = engine.model.flat.element_size()
        for prefix in MOMENTS:
            for name, shape in parameter_shapes(engine.model.model):
                end = offset + shape[0] * shape[1] * width
                entries[prefix + name] = {'dtype': f'F{8 * width}', 'shape': shape, 'data_offsets': [offset, end]}
                offset = end
        header = compact({'__metadata__': {'sha256': EMPTY_SEAL, **{key: compact(value) for key, value in notes.items()}}, **entries}).encode()
        header += b' ' * (-len(header) % 8)
        head = struct.pack('<Q', len(header)) + header
        numbers = [bytes_of(tensor) for tensor in (engine.model.flat, engine.first, engine.second)]
        digest = hashlib.sha256(head)
        for part in numbers:
            digest.update(part)
        start = 8 + len(SEAL_START)
        write_atomically(path, [head[:start], digest.hexdigest().encode(), head[start + 64:], *numbers])


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(',', ':'), allow_nan=False)


def write_atomically(path, parts):
    unfinished = path + '.unfinished'
    try:
        with open(unfinished, 'wb') as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.remove(unfinished)
        raise
    # A new name lasts only with its folder.
    if os.name == 'posix':
        folder = os.open(os.path.dirname(path), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class Lock:
    """Keeps others from a run, as in storage/runs/run-lock.ts: a file that says which process has it."""

    def __init__(self, folder):
        self.path = os.path.join(folder, 'lock.json')
        owner = self.take(self.path)
        if owner:
            where = '' if owner['host'] == socket.gethostname() else f' on {owner["host"]}'
            fail(f'Expected nobody else at work on {folder}, got process {owner["pid"]}{where}. Stop it first, or remove {self.path} if it is gone.')

    def take(self, path):
        """Creates a lock; who has it, if somebody does."""
        for _ in range(100):
            with contextlib.suppress(FileExistsError):
                with open(path, 'x') as file:
                    ticks = ticks_of(os.getpid())
                    file.write(compact({'pid': os.getpid(), 'host': socket.gethostname(), 'startedAt': iso_time(STARTED), **({'ticks': ticks} if ticks else {}), **({'job': job_name(), 'attempt': attempt()} if job_name() else {})}))
                return None
            owner = self.owner(path)
            if owner and not self.is_gone(owner):
                return owner
            # One at a time removes what does not count, and looks again before: it may be the new lock of one who was faster.
            if self.take(path + '.lock') is None:
                try:
                    owner = self.owner(path)
                    if owner is None or self.is_gone(owner):
                        with contextlib.suppress(FileNotFoundError):
                            os.remove(path)
                finally:
                    os.remove(path + '.lock')
            else:
                time.sleep(0.02)
        fail(f'Expected to take the lock {path}, got others that took it again and again.')

    @staticmethod
    def owner(path):
        """None of one that is not filled, or cannot be read."""
        for wait in (0, 0.05):
            time.sleep(wait)
            try:
                with open(path) as file:
                    owner = json.load(file)
                return owner if isinstance(owner.get('pid'), int) and isinstance(owner.get('host'), str) else None
            except (OSError, ValueError, AttributeError):
                continue
        return None

    @staticmethod
    def is_gone(owner):
        """On another machine nobody knows, but an earlier try of the same job is gone: the scheduler has started this one in its place."""
        if owner['host'] != socket.gethostname():
            return job_name() is not None and owner.get('job') == job_name() and owner.get('attempt', attempt()) < attempt()
        try:
            os.kill(owner['pid'], 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
        ticks = ticks_of(owner['pid'])
        return ticks is not None and 'ticks' in owner and ticks != owner['ticks']

    def release(self):
        owner = self.owner(self.path)
        if owner and (owner['pid'], owner['host']) == (os.getpid(), socket.gethostname()):
            with contextlib.suppress(FileNotFoundError):
                os.remove(self.path)


def job_name():
    """What the scheduler calls this job, however often it starts it; None without one."""
    return os.environ.get('SLURM_JOB_ID') and f'slurm {os.environ["SLURM_JOB_ID"]}'


def attempt():
    """How often the scheduler has started this job again, and how often torchrun its processes."""
    return [int(os.environ.get(name, '0')) for name in ('SLURM_RESTART_COUNT', 'TORCHELASTIC_RESTART_COUNT')]


def ticks_of(pid):
    """When a process began, in the units of the system, and since which start of it; None where it has no such file."""
    try:
        with open(f'/proc/{pid}/stat') as status, open('/proc/sys/kernel/random/boot_id') as boot:
            # The second field is a name in parentheses, which may have spaces of its own.
            return f'{status.read().rpartition(") ")[2].split()[19]} {boot.read().strip()}'
    except OSError:
        return None


def iso_time(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')


class Record:
    """The events of a run, a line of JSON each; they come to the disk a few times a second, and before each save."""

    MOST_LINES = 100_000

    def __init__(self, path, notes, steps):
        self.notes, self.steps = notes, steps
        self.steps_per_line = math.ceil(steps / self.MOST_LINES) if steps > self.MOST_LINES else None
        # What was written after the last save will be written again.
        self.file = open(path, 'r+b')
        size = self.file.seek(0, os.SEEK_END)
        self.length = min(size, notes['bytes'])
        self.file.truncate(self.length)
        self.file.seek(self.length)
        self.waiting = []
        self.flushed = time.monotonic()
        if size < notes['bytes']:
            # Somebody has cut it: what is left of a line must not run into the next.
            self.add_line('')

    def write(self, event):
        """Each step while there are not too many, else one line for some of them, as in storage/record/record-writer.ts."""
        if event['type'] == 'step':
            take_loss(self.notes['average'], event['loss'])
            if self.steps_per_line is None and 'interval' not in self.notes:
                self.add_line(compact(event))
                return
            interval = self.notes['interval'] = with_step(self.notes.get('interval'), event, self.steps_per_line or 1)
            if event['step'] % interval['stepsPerLine'] == 0:
                self.end_interval()
            return
        if event['type'] == 'eval' and self.steps > self.MOST_LINES and event['step'] != self.steps:
            if event['step'] < self.notes.get('lastEvaluation', -math.inf) + self.steps / self.MOST_LINES:
                return
            self.notes['lastEvaluation'] = event['step']
        if event['type'] == 'finish' and 'interval' in self.notes:
            self.end_interval()
        self.add_line(compact(event))

    def end_interval(self):
        self.add_line(compact({**self.notes.pop('interval')['event'], 'runningMean': self.notes['average']['mean']}))

    def add_line(self, line):
        line = line.encode() + b'\n'
        self.waiting.append(line)
        self.length += len(line)
        if time.monotonic() >= self.flushed + 0.25:
            self.flush()

    def flush(self):
        self.file.write(b''.join(self.waiting))
        self.file.flush()
        self.waiting = []
        self.flushed = time.monotonic()

    def sync(self):
        self.flush()
        os.fsync(self.file.fileno())


def with_step(interval, event, steps_per_line):
    """Adds a step to those that wait for others, to have one line together; or begins with it."""
    step, loss = event['step'], event['loss']
    if interval is None:
        return {'stepsPerLine': steps_per_line, 'event': {**event, 'type': 'interval', 'firstStep': step, 'meanLoss': loss, 'minimumLoss': loss, 'minimumStep': step, 'maximumLoss': loss}}
    before = interval['event']
    is_lowest = loss < before['minimumLoss']
    return {**interval, 'event': {
        **event,
        'type': 'interval',
        'firstStep': before['firstStep'],
        'tokenCount': before['tokenCount'] + event['tokenCount'],
        'meanLoss': before['meanLoss'] + (loss - before['meanLoss']) / (step - before['firstStep'] + 1),
        'minimumLoss': loss if is_lowest else before['minimumLoss'],
        'minimumStep': step if is_lowest else before['minimumStep'],
        'maximumLoss': max(before['maximumLoss'], loss),
    }}


def take_loss(average, loss):
    """The running mean of the losses, as in training/running-mean.ts."""
    average['lossCount'] += 1
    weight = max(1 - 0.99, 4 / (average['lossCount'] + 3))
    average['mean'] = (1 - weight) * average['mean'] + weight * loss


PLAN = ('steps', 'learningRate', 'schedule', 'warmup', 'scheduleFrom', 'weightDecay', 'gradClip', 'patience')


class Saver:
    """The folder of a run in the hands of the first process: what it says, its record and its states."""

    def __init__(self, folder, job, notes):
        self.folder, self.job, self.notes = folder, job, notes
        if os.path.exists(self.path('giving-back')):
            fail(f'Expected a run that is whole, got {folder}, of which a resumption is being discarded. Finish that with microgpt-tui resume.')
        self.info = read_json(self.path('run.json'))
        self.config = self.info['config']
        self.config['engine'] = 'torch'
        self.saved_step = notes['progress']['step']
        self.save_seconds = 0.0
        self.due = time.monotonic() + job['saveEverySeconds']
        self.record = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def begin(self):
        """Makes the record, and all else, what it was when the run was saved."""
        notes, progress, training = self.notes['record'], self.notes['progress'], self.config['training']
        notes.setdefault('average', {'mean': 0, 'lossCount': 0})
        best_loss = notes.pop('bestLoss', None)
        with contextlib.suppress(OSError, Failure, ValueError, KeyError):
            best, _ = Checkpoint.read(self.path('best.safetensors'))
            # One of a step that is still to come belongs to a record that is cut off here.
            best_loss = best['record']['bestLoss'] if best['progress']['step'] <= progress['step'] else best_loss
            if best_loss is not None:
                notes['bestLoss'] = best_loss
        with contextlib.suppress(FileNotFoundError):
            for name in os.listdir(self.path('states')):
                if name.startswith('step-') and int(name[5:].partition('.')[0]) > progress['step']:
                    os.remove(self.path(os.path.join('states', name)))
        before, plan = notes.get('plan', {}), {name: training[name] for name in PLAN if name in training}
        changes = {name: value for name, value in plan.items() if before and before.get(name) != value}
        notes.update(steps=training['steps'], plan=plan)
        self.record = Record(self.path('events.jsonl'), notes, training['steps'])
        if changes:
            # It was resumed with another plan by microgpt-tui, and not saved since.
            if changes.get('steps', 0) > before.get('steps', 0) or changes.keys() - {'steps'}:
                progress['evaluationsSinceBest'] = 0
            if changes.keys() & {'learningRate', 'schedule', 'warmup', 'scheduleFrom'}:
                progress['controls']['learningRateScale'] = 1
            self.record.write({'type': 'control', 'step': progress['step'] + 1, **progress['controls'], **changes})
        self.info['status'] = 'running'
        self.write_info()

    def tell(self, event):
        if event['type'] == 'eval':
            self.info['validationLoss'] = event['validationLoss']
            self.info['bestValidationLoss'] = min(self.info.get('bestValidationLoss', math.inf), event['validationLoss'])
        self.record.write(event)

    def save(self, engine, name='checkpoint.safetensors'):
        """The record first: a state whose steps are not all in the record would leave a hole in it."""
        started = time.monotonic()
        self.record.sync()
        self.notes['record']['bytes'] = self.record.length
        Checkpoint.write(self.path(name), engine, self.notes)
        if name == 'checkpoint.safetensors':
            self.saved_step = self.notes['progress']['step']
            self.write_info()
            self.save_seconds = time.monotonic() - started
            # Saves are not to take more than a twentieth of the time.
            self.due = time.monotonic() + max(self.job['saveEverySeconds'], 19 * self.save_seconds)

    def save_best(self, engine, validation_loss):
        record = self.notes['record']
        if record.get('bestLoss', math.inf) > validation_loss:
            record['bestLoss'] = validation_loss
            self.save(engine, 'best.safetensors')

    def write_info(self):
        progress, average = self.notes['progress'], self.notes['record']['average']
        self.info.update(step=self.saved_step, elapsedMs=progress['elapsedMs'])
        if average['lossCount'] > 0:
            self.info['loss'] = average['mean']
        write_atomically(self.path('run.json'), [json.dumps(self.info, ensure_ascii=False, indent='\t').encode() + b'\n'])

    def end(self, reason):
        progress = self.notes['progress']
        self.tell({'type': 'finish', 'reason': reason, 'totals': {'steps': progress['step'], 'tokens': progress['tokens'], 'elapsedMs': progress['elapsedMs']}})
        self.record.sync()
        self.info['status'] = reason
        self.write_info()


# ---- The training, in the order of source/training/train.ts ----

def learning_rate_at(step, training):
    """Of a step, counted from 1, as in training/schedule.ts."""
    rate, warmup, scheduled = training['learningRate'], training['warmup'], step - training.get('scheduleFrom', 0)
    if scheduled <= warmup:
        return rate * (scheduled / warmup) if warmup > 0 else rate
    progress = (scheduled - 1 - warmup) / (training['steps'] - training.get('scheduleFrom', 0) - warmup)
    if training['schedule'] == 'linear':
        return rate * (1 - progress)
    if training['schedule'] == 'cosine':
        return rate * (1 + math.cos(math.pi * progress)) / 2
    return rate


def update_of(step, rate, norm, training):
    """The arguments of an update, as in training/adam-update.ts."""
    has_momentum, has_own_rates = training['optimizer'] in ('adam', 'momentum'), training['optimizer'] in ('adam', 'rmsprop')
    beta1, beta2, clip = training['beta1'] if has_momentum else 0, training['beta2'], training['gradClip']

    def correction(beta):
        return 1 - beta ** step if training['hasBiasCorrection'] else 1

    return dict(
        rate=rate,
        beta1=beta1,
        beta2=beta2,
        epsilon=training['epsilon'] if has_own_rates else 1,
        first_correction=correction(beta1),
        second_correction=correction(beta2) if has_own_rates else math.inf,
        gradient_scale=clip / norm if clip > 0 and norm > clip else 1,
        weight_decay=training['weightDecay'],
    )


class Trainer:
    """Trains in all processes at once; the first tells of it, and saves it."""

    def __init__(self, engine, documents, config, progress):
        self.engine, self.documents, self.config, self.progress = engine, documents, config, progress
        self.ranks, self.training = engine.ranks, config['training']
        self.saver = None
        self.told = 0.0

    def train(self):
        """Goes on to the end, and returns why that is the end."""
        progress, training = self.progress, self.training
        while True:
            if self.is_evaluation_due() and not self.evaluate():
                return 'diverged'
            if progress['step'] >= training['steps'] or self.is_stalled():
                break
            reason = self.step()
            if reason:
                return reason
        # No other step has looked at what the last one has left.
        if not math.isfinite(self.engine.loss(self.documents.batch(max(1, progress['step'])))):
            return self.diverge(progress['step'])
        if self.saver:
            self.saver.save(self.engine)
            self.make_up_samples()
            self.saver.save(self.engine)
        return 'stopped early' if progress['step'] < training['steps'] else 'completed'

    def step(self):
        """One update; why there is none, if there is none."""
        engine, progress, training = self.engine, self.progress, self.training
        started = time.perf_counter()
        step = progress['step'] + 1
        batch = self.documents.batch(step)
        rate = learning_rate_at(step, training) * progress['controls']['learningRateScale']
        loss, norm = engine.gradients(batch, (self.config['seed'], step))
        if not (math.isfinite(loss) and math.isfinite(norm)):
            return self.diverge(step)
        if self.saver and (self.ranks.is_stopped or time.monotonic() >= self.saver.due):
            # The state is still that of the step before, and this loss has shown that it is sound.
            before = time.perf_counter()
            self.saver.save(engine)
            started += time.perf_counter() - before
        if self.ranks.is_stopped:
            return 'stopped'
        engine.update(**update_of(step, rate, norm, training))
        tokens = sum(min(self.documents.block_size, len(document) - 1) for document in batch)
        progress.update(
            step=step, tokens=progress['tokens'] + tokens, isEvaluated=False, isPreviewed=False,
            elapsedMs=progress['elapsedMs'] + 1000 * (time.perf_counter() - started),
        )
        self.tell({'type': 'step', 'step': step, 'loss': loss, 'learningRate': rate, 'tokenCount': tokens, 'gradientNorm': norm, 'elapsedMs': progress['elapsedMs']})
        return None

    def is_evaluation_due(self):
        progress, step = self.progress, self.progress['step']
        is_step = progress.get('isEvaluationOwed') or step % self.training['evalEvery'] == 0 or step == self.training['steps']
        return 'evaluation' in self.documents.parts and step > 0 and not progress['isEvaluated'] and is_step

    def evaluate(self):
        """Measures the losses on both parts of the data; False if one is not finite."""
        progress, parts = self.progress, self.documents.parts['evaluation']
        train_loss, validation_loss = [self.mean_loss(*parts[name], parts['batchSize']) for name in ('training', 'validation')]
        if not (math.isfinite(train_loss) and math.isfinite(validation_loss)):
            self.diverge(progress['step'])
            return False
        progress['isEvaluated'] = True
        progress.pop('isEvaluationOwed', None)
        is_better = validation_loss < progress.get('bestValidation', math.inf)
        progress['bestValidation'] = validation_loss if is_better else progress['bestValidation']
        progress['evaluationsSinceBest'] = 0 if is_better else progress.get('evaluationsSinceBest', 0) + 1
        self.tell({'type': 'eval', 'step': progress['step'], 'trainLoss': train_loss, 'validationLoss': validation_loss})
        if self.saver:
            self.saver.save_best(self.engine, validation_loss)
        return True

    def mean_loss(self, first, count, batch_size):
        """Over all positions of some documents."""
        total, positions = 0.0, 0
        for index in range(first, first + count, batch_size):
            batch = [self.documents.document(place) for place in range(index, min(first + count, index + batch_size))]
            here = sum(min(self.documents.block_size, len(document) - 1) for document in batch)
            total += self.engine.loss(batch) * here
            positions += here
        return total / positions

    def is_stalled(self):
        return 0 < self.training['patience'] <= self.progress.get('evaluationsSinceBest', 0)

    def diverge(self, step):
        rate = learning_rate_at(max(1, step), self.training) * self.progress['controls']['learningRateScale']
        shown = f'{rate:#.3g}'.rstrip('.')
        self.tell({'type': 'warning', 'step': step, 'code': 'diverged', 'message': f'The training has diverged: the loss or its gradient is not a finite number at step {step}. The learning rate was {shown}; try a tenth of it.'})
        return 'diverged'

    def make_up_samples(self):
        """The documents at the end, drawn from the stream of the run as the references do."""
        notes, samples = self.saver.notes, self.config['samples']
        draws = (DotnetDraws if self.config['random'] == 'dotnet' else PythonDraws)(notes['random']['samples'])
        while self.progress['sampleCount'] < samples['count']:
            tokens = self.make_up(samples['temperature'], draws)
            self.progress['sampleCount'] += 1
            notes['random']['samples'] = draws.state
            text = ''.join(notes['vocabulary'][token] for token in tokens)
            self.tell({'type': 'sample', 'step': self.progress['step'], 'text': text, 'temperature': samples['temperature'], 'novelty': self.documents.novelty(tokens), 'ordinal': self.progress['sampleCount']})

    def make_up(self, temperature, draws):
        """The tokens of a document: as many as fit, or until the model ends it. Where documents have no ends, it may not."""
        bos, has_ends = self.documents.tokens_of_job['bos'], self.documents.tokens_of_job['hasEnds']
        tokens, read = [], [self.documents.tokens_of_job['start']]
        while len(read) <= self.documents.block_size:
            with torch.no_grad():
                logits = self.engine.model.logits(torch.tensor([read], device=self.ranks.device))[0, -1].tolist()
            token = choose_token(logits if has_ends else logits[:bos], temperature, draws)
            if token == bos:
                break
            tokens.append(token)
            read.append(token)
        return tokens

    def tell(self, event):
        if self.saver is None:
            return
        self.saver.tell(event)
        self.print(event)

    def print(self, event):
        """A line for whoever reads the output of the job, every few seconds."""
        now = time.monotonic()
        if event['type'] == 'step' and (now >= self.told + 5 or event['step'] == self.training['steps']):
            self.told = now
            seconds = self.progress['elapsedMs'] / 1000
            say(f"step {event['step']} of {self.training['steps']}: loss {event['loss']:.4f}, mean {self.saver.notes['record']['average']['mean']:.4f}, {seconds:.1f} s of training, saved up to step {self.saver.saved_step}")
        elif event['type'] == 'eval':
            say(f"step {event['step']}: train loss {event['trainLoss']:.4f}, validation loss {event['validationLoss']:.4f}")
        elif event['type'] == 'sample':
            say(f"sample {event['ordinal']}: {event['text']!r}")
        elif event['type'] == 'warning':
            say(event['message'])


def choose_token(logits, temperature, draws):
    """As in training/choose-token.ts."""
    if temperature == 0:
        return logits.index(max(logits))
    scaled = [logit / temperature for logit in logits]
    largest = max(scaled)
    exponentials = [math.exp(logit - largest) for logit in scaled]
    total = sum(exponentials)
    return draws.choose([exponential / total for exponential in exponentials])


def say(line):
    # Nobody may read it any more.
    with contextlib.suppress(OSError):
        print(line, flush=True)


def train(folder, job):
    """Trains the run of a folder, from where it was saved."""
    seconds = job['timeoutSeconds']
    ranks = joined(find_device(job), seconds)
    for name in ('SIGTERM', 'SIGINT', 'SIGHUP'):
        number = getattr(signal, name, None)
        if number is None or (name == 'SIGHUP' and signal.getsignal(number) == signal.SIG_IGN):
            # Windows has no hangup; nohup wants none to be heard.
            continue
        # All of them stop after the same step: they tell each other with their losses.
        signal.signal(number, lambda *_: setattr(ranks, 'is_stopping', True))
    lock, saver, notes, tensors = None, None, None, {}
    try:
        if ranks.rank == 0:
            lock = locked(folder)
            notes, tensors = Checkpoint.read(os.path.join(folder, 'checkpoint.safetensors'))
            saver = Saver(folder, job, notes)
            if saver.info['status'] == 'diverged' and attempt()[1] > 0:
                # Whoever starts it by hand may know better than torchrun, which starts again whatever has failed.
                fail(f'The run has diverged, and would again. Go on with another learning rate: microgpt-tui resume {shlex.quote(folder)} --learning-rate R.')
        # What the first process has counts, should the others have copies of the folder.
        job, config, progress = ranks.hand_out(saver and [job, saver.config, notes['progress']])
        engine = Engine({**job, 'precision': config['precision']}, ranks)
        for tensor, prefix in zip((engine.model.flat, engine.first, engine.second), MOMENTS):
            if saver:
                tensor.copy_(torch.cat([tensors[prefix + name].flatten() for name, _ in parameter_shapes(job['model'])]))
            ranks.copy_from_first(tensor)
        del tensors
        trainer = Trainer(engine, Documents(folder, job, config), config, progress)
        if saver:
            notes['progress'] = progress
            trainer.saver = saver
            if progress['step'] < config['training']['steps'] and not trainer.is_stalled():
                # What was made up at the end of a shorter run is not the end of this one.
                progress['sampleCount'] = 0
                notes['random']['samples'] = job['draws']
            saver.begin()
            say(f"{'Training' if progress['step'] == 0 else 'Going on after step ' + str(progress['step']) + ' with'} {engine.model.flat.numel()} parameters in {ranks.count} {'process' if ranks.count == 1 else 'processes'} on {ranks.device.type}, PyTorch {torch.__version__}.")
        reason = trainer.train()
        if saver:
            saver.end(reason)
            say(f"The run is {reason}: {progress['step']} of {config['training']['steps']} steps, saved up to step {saver.saved_step}.")
        return reason != 'diverged'
    except OSError as error:
        if error.errno is None:
            raise
        if saver is None or saver.record is None:
            fail(f'Expected to read the run in {folder}, got “{error.strerror}” of {error.filename}. Prepare it anew, or give back what is missing.')
        fail(f'Expected to save the run in {folder}, got “{error.strerror}”. It is saved up to step {saver.saved_step}; make room, and start it again.')
    except RuntimeError as error:
        if job.get('compile') and type(error).__module__.startswith('torch._'):
            fail(f'Expected PyTorch to compile the model, got “{str(error).splitlines()[0]}”. Leave --compile out.')
        if ranks.count == 1 or not is_lost(error):
            raise
        what = f'one that has not answered for {seconds} s' if 'imed out' in str(error) or 'imeout' in str(error) else 'one that is gone'
        saved = '' if saver is None else f' The run is saved up to step {saver.saved_step}.'
        fail(f'Expected all {ranks.count} processes to go on, got {what} (process {ranks.rank} of them says so).{saved} Start them again.')
    finally:
        if lock:
            lock.release()


def joined(device, seconds):
    try:
        return Ranks(device, seconds)
    except (RuntimeError, ValueError) as error:
        fail(f'Expected all {os.environ["WORLD_SIZE"]} processes to find each other, got “{str(error).splitlines()[0]}” (process {os.environ.get("RANK", "without a number")} says so). Start them again.')


def locked(folder):
    try:
        return Lock(folder)
    except OSError as error:
        fail(f'Expected to write in {folder}, got “{error.strerror}”. Start it as somebody who may, or copy the folder.')


def is_lost(error):
    """Whether it is another process that is missing."""
    return any(word in str(error) for word in ('imed out', 'imeout', 'onnection', 'Socket', 'socket', 'NCCL', 'Broken pipe'))


# ---- Starting ----

DEVICES = ('cpu', 'cuda', 'mps')


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


def launch(processes, arguments, restarts=0):
    """Starts so many processes of this file, and waits for them. (The command torchrun of PyTorch 1.13 does not start on Python 3.11.)"""
    from torch.distributed.elastic.multiprocessing.api import SignalException
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.launcher.api import LaunchConfig, elastic_launch
    config = LaunchConfig(min_nodes=1, max_nodes=1, nproc_per_node=processes, rdzv_backend='c10d', rdzv_endpoint='localhost:0', run_id='microgpt-tui', max_restarts=restarts, monitor_interval=0.2)
    try:
        elastic_launch(config, sys.executable)(__file__, *arguments)
    except SignalException:
        # It was handed on, and they have saved.
        return
    except ChildFailedError as error:
        # Those that a signal has ended are the reason why the others ended.
        failures = sorted(error.failures.items(), key=lambda item: (item[1].exitcode >= 0, item[1].timestamp))
        rank, failure = failures[0]
        how = f'was ended by {signal.Signals(-failure.exitcode).name}' if failure.exitcode < 0 else f'ended with exit code {failure.exitcode}'
        fail(f'Expected all {processes} processes to go on, got process {rank}, which {how}.')


def serve_job(arguments):
    job = json.loads(arguments[1])
    end_with_dashboard()
    # From here on it sees by itself when nobody asks any more; killed at once, it would leave behind those that it starts.
    end_with_starter(0)
    # Threads of OpenBLAS and those of PyTorch wait for each other's cores: two are slower than one.
    torch.set_num_threads(job['threads'] if job['hasChosenThreads'] or torch.backends.mkl.is_available() else 1)
    if job['processes'] > 1 and 'RANK' not in os.environ:
        launch(job['processes'], arguments)
    else:
        serve(job)


def read_json(path):
    """
    What stands in a file that somebody may have changed, or copied by half.
    """
    try:
        with open(path, encoding='utf-8') as file:
            value = json.load(file)
    except ValueError as error:
        fail(f'Expected JSON in {path}, got “{error}”. Mend what was changed in it, or copy it again.')
    if not isinstance(value, dict):
        fail(f'Expected an object in {path}, got {type(value).__name__}. Mend what was changed in it, or copy it again.')
    return value


# What somebody may change in job.json: what it has to be at least, and what it is where it is left out.
CHANGEABLE = {'processes': (1, 1), 'microBatch': (0, 0), 'saveEverySeconds': (0, 30), 'timeoutSeconds': (1, 600), 'threads': (1, None)}


def read_job(folder):
    path = os.path.join(folder, 'job.json')
    try:
        job = read_json(path)
    except FileNotFoundError:
        fail(f'Expected a run in {folder}, got none. Write one with “microgpt-tui torch prepare FOLDER”, and start the train.py in it.')
    for name, (least, usual) in CHANGEABLE.items():
        value = job.get(name, least)
        kinds = (int, float) if name.endswith('Seconds') else int
        if isinstance(value, bool) or not isinstance(value, kinds) or not math.isfinite(value) or value < least:
            fail(f'Expected "{name}" in {path} to be a number, at least {least}, got {json.dumps(value)}. Mend what was changed in it.')
        if usual is not None:
            job.setdefault(name, usual)
    if job.get('device', 'cpu') not in DEVICES:
        fail(f'Expected "device" in {path} to be one of {", ".join(DEVICES)}, got {json.dumps(job["device"])}. Mend what was changed in it.')
    return job


def at_least(least):
    """Reads a count of the command line."""
    def read(text):
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f'expected a whole number, at least {least}, got {text}')
        return int(text)
    return read


def check_processes(folder, count):
    """Refuses more processes than a batch has documents: the others would have nothing to do."""
    try:
        documents = read_json(os.path.join(folder, 'run.json'))['config']['training']['batchSize']
    except (OSError, KeyError):
        # Of what is missing, the training tells.
        return
    if count > documents:
        fail(f'Expected a document at least for each process, got {count} processes and batches of {documents}. Start fewer, or prepare the run with a larger --batch-size.')


def train_folder(arguments):
    """Trains the run of the folder in which this file lies."""
    folder = os.path.dirname(os.path.abspath(__file__))
    job = read_job(folder)
    parser = argparse.ArgumentParser(description='Trains the run in the folder of this file; start it with torchrun for several processes or machines.')
    parser.add_argument('--device', choices=DEVICES, default=job.get('device', 'cuda' if torch.cuda.is_available() else 'cpu'))
    parser.add_argument('--nproc', type=at_least(1), default=job['processes'], help='processes of a start without torchrun')
    parser.add_argument('--max-restarts', type=at_least(0), default=0, help='how often these are started again')
    parser.add_argument('--compile', action='store_true', help='compile the model first, which takes half a minute or more')
    given = parser.parse_args(arguments)
    job.update(device=given.device, compile=given.compile)
    is_started = 'RANK' in os.environ
    check_processes(folder, int(os.environ.get('WORLD_SIZE', '1')) if is_started else given.nproc)
    # As above: what does not come with MKL is to have one thread, unless somebody has chosen.
    if 'threads' in job or not torch.backends.mkl.is_available():
        torch.set_num_threads(job.get('threads', 1))
    if given.nproc > 1 and not is_started:
        launch(given.nproc, arguments, given.max_restarts)
    else:
        leave(0 if train(folder, job) else 1)


def leave(code):
    """Ends this process at once: PyTorch's threads may wait for others that are gone."""
    # Nobody may read it any more.
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def main(arguments):
    torch.set_flush_denormal(True)
    if arguments[:1] == ['serve']:
        serve_job(arguments)
    else:
        train_folder(arguments)


if __name__ == '__main__':
    try:
        main(sys.argv[1:])
    except Failure as failure:
        print(f'error: {failure}', file=sys.stderr)
        leave(1)
