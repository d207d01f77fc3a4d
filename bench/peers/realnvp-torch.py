"""The moons RealNVP in PyTorch, from the weights and batches that the bench wrote.

Styles: `nflows` is written as that library writes it (modules, masks as index lists, torch.optim.Adam); `lean` is the least PyTorch found
to do the same (no modules, one addmm a layer, foreach Adam).
Prints `ready` with its version, then answers every line STEPS with `MS LOSS`.
"""
import json
import math
import sys
import time

import numpy as np
import torch
from torch import nn

style, threads, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
torch.set_num_threads(threads)
shape = json.load(open(f"{folder}/shape.json"))
weights = torch.from_numpy(np.fromfile(f"{folder}/weights.bin", "<f4"))
batches = torch.from_numpy(np.fromfile(f"{folder}/batches.bin", "<f4")).view(-1, shape["batch"], 2)
hidden = shape["hidden"]
place = 0


def take(*sizes):
    global place
    count = math.prod(sizes)
    place += count
    return weights[place - count : place].view(*sizes).clone()


def coupling_weights():
    """W and b of three layers, as saved: full width in and out."""
    return [(take(2, hidden), take(hidden)), (take(hidden, hidden), take(hidden)), (take(hidden, 4), take(4))]


class Coupling(nn.Module):
    def __init__(self, kept):
        super().__init__()
        self.register_buffer("kept", torch.tensor([kept]))
        self.register_buffer("moved", torch.tensor([1 - kept]))
        (w1, b1), (w2, b2), (w3, b3) = coupling_weights()
        at = 2 * (1 - kept)
        layers = [(w1[kept : kept + 1], b1), (w2, b2), (w3[:, at : at + 2], b3[at : at + 2])]
        linears = []
        for w, b in layers:
            linear = nn.Linear(*w.shape)
            linear.weight.data = w.t().contiguous()
            linear.bias.data = b.clone()
            linears.append(linear)
        self.net = nn.Sequential(linears[0], nn.ReLU(), linears[1], nn.ReLU(), linears[2])

    def inverse(self, x):
        kept, moved = x[:, self.kept], x[:, self.moved]
        t, u = self.net(kept).chunk(2, dim=1)
        s = 2 * torch.tanh(u / 2)
        z = torch.empty_like(x)
        z[:, self.kept] = kept
        z[:, self.moved] = (moved - t) * torch.exp(-s)
        return z, -s.sum(1)


class ActNorm(nn.Module):
    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(take(2))
        self.shift = nn.Parameter(take(2))

    def inverse(self, x):
        return (x - self.shift) * torch.exp(-self.log_scale), -self.log_scale.sum().expand(len(x))


class Flow(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([Coupling(k % 2) for k in range(shape["layers"])] + [ActNorm()])

    def loss(self, x):
        total = x.new_zeros(len(x))
        for layer in reversed(self.layers):
            x, log_det = layer.inverse(x)
            total = total + log_det
        return -(total - 0.5 * (x * x).sum(1) - math.log(2 * math.pi)).mean()


class LeanFlow:
    def __init__(self):
        self.couplings = []
        for k in range(shape["layers"]):
            kept = k % 2
            (w1, b1), (w2, b2), (w3, b3) = coupling_weights()
            at = 2 * (1 - kept)
            parts = [w1[kept : kept + 1], b1, w2, b2, w3[:, at : at + 2], b3[at : at + 2]]
            self.couplings.append((kept, [part.contiguous().requires_grad_() for part in parts]))
        self.norm = [take(2).requires_grad_(), take(2).requires_grad_()]

    def parameters(self):
        return [p for _, parts in self.couplings for p in parts] + self.norm

    def loss(self, x):
        log_scale, shift = self.norm
        z = list(((x - shift) * torch.exp(-log_scale)).split(1, 1))
        total = -log_scale.sum()
        for kept, (w1, b1, w2, b2, w3, b3) in reversed(self.couplings):
            h = torch.relu(torch.addmm(b1, z[kept], w1))
            t, u = torch.addmm(b3, torch.relu(torch.addmm(b2, h, w2)), w3).split(1, 1)
            s = 2 * torch.tanh(u / 2)
            z[1 - kept] = (z[1 - kept] - t) * torch.exp(-s)
            total = total - s
        return (0.5 * (z[0] * z[0] + z[1] * z[1]) - total).mean() + math.log(2 * math.pi)


flow = Flow() if style == "nflows" else LeanFlow()
options = {"foreach": True} if style == "lean" else {}
adam = torch.optim.Adam(flow.parameters(), lr=shape["learningRate"], **options)
step = 0


def product_rate():
    """GFLOP/s of the model's largest product: a PyTorch on a reference BLAS is no peer, and this shows it."""
    a, b = torch.randn(shape["batch"], hidden), torch.randn(hidden, hidden)
    start = time.perf_counter()
    for _ in range(300):
        a @ b
    return 300 * 2 * shape["batch"] * hidden * hidden / (time.perf_counter() - start) / 1e9


product_rate()
print(f"ready (torch {torch.__version__}, products at {product_rate():.0f} GFLOP/s)", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        loss = flow.loss(batches[step % len(batches)])
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()
        step += 1
    print(f"{(time.perf_counter() - start) * 1000} {loss.item()}", flush=True)
