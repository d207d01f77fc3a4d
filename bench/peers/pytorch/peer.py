"""One of our models in PyTorch, from the weights and batches that the bench wrote: peer.py STYLE THREADS FOLDER.

The module of the family's name has `build(style, spec, take)`, which reads the weights in their saved order by `take(*sizes)` and gives the
trained tensors and logProb(x). Styles: `eager` is written as the libraries write it; `lean` is the least PyTorch found to do the same.
Prints `ready` with its version, then answers every line STEPS with `MS LOSS`, and `score` with mean -log p of the held-out points.
"""
import importlib
import json
import math
import sys
import time

import numpy as np
import torch

style, threads, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(threads)
model = json.load(open(f"{folder}/model.json"))


def numbers(name):
    return torch.from_numpy(np.fromfile(f"{folder}/{name}.bin", "<f4"))


weights = numbers("weights")
batches = numbers("batches").view(-1, model["batch"], model["dimensions"])
held_out = numbers("held-out").view(-1, model["dimensions"])
place = 0


def take(*sizes):
    global place
    count = math.prod(sizes)
    place += count
    return weights[place - count : place].view(*sizes).clone()


parameters, log_prob = importlib.import_module(model["family"]).build(style, model["spec"], take)
assert place == model["parameters"], f"{place} of {model['parameters']} parameters were read"
options = {"foreach": True} if style == "lean" else {}
adam = torch.optim.Adam(parameters, lr=model["learningRate"], **options)
step = 0


def product_rate():
    """GFLOP/s of a product of the usual size: a PyTorch on a reference BLAS is no peer, and this shows it."""
    a, b = torch.randn(256, 64), torch.randn(64, 64)
    start = time.perf_counter()
    for _ in range(300):
        a @ b
    return 300 * 2 * 256 * 64 * 64 / (time.perf_counter() - start) / 1e9


product_rate()
print(f"ready (torch {torch.__version__}, products at {product_rate():.0f} GFLOP/s)", flush=True)
for line in sys.stdin:
    if line.strip() == "score":
        # A continuous flow may need gradients for its divergence.
        print(-log_prob(held_out).mean().item(), flush=True)
        continue
    start = time.perf_counter()
    for _ in range(int(line)):
        loss = -log_prob(batches[step % len(batches)]).mean()
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
        step += 1
    print(f"{(time.perf_counter() - start) * 1000} {loss.item()}", flush=True)
