"""Trains a bigram by gradient descent and prints its events, for microgpt-tui to watch."""
import json, math, os, sys

words = ["anna", "hannah", "nadia", "diana", "dan", "ian", "aidan", "nina"]
letters = sorted(set("".join(words)))
size = len(letters) + 1  # the last token stands for both ends of a word
steps, rate = 300, 5.0
logits = [[0.0] * size for _ in range(size)]
pairs = []
for word in words:
    ids = [size - 1, *map(letters.index, word), size - 1]
    pairs += zip(ids, ids[1:])


def tell(type, **fields):
    print(json.dumps({"type": type, **fields}), flush=True)


def train():
    tell("start", preset="watch-me.py", parameterCount=size * size, training={"steps": steps, "learningRate": rate},
         model={"architecture": "bigram", "vocabSize": size})
    for step in range(1, steps + 1):
        loss, gradients = 0.0, [[0.0] * size for _ in range(size)]
        for before, after in pairs:
            weights = [math.exp(logit) for logit in logits[before]]
            shares = [weight / sum(weights) for weight in weights]
            loss -= math.log(shares[after]) / len(pairs)
            for token, share in enumerate(shares):
                gradients[before][token] += (share - (token == after)) / len(pairs)
        logits[:] = [[x - rate * g for x, g in zip(*rows)] for rows in zip(logits, gradients)]
        tell("step", step=step, loss=loss, learningRate=rate, tokenCount=len(pairs))
    tell("finish")


try:
    train()
except BrokenPipeError:  # nobody watches any more
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
