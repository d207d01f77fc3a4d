"""FFJORD on the plane, concat-squash layers, fixed Runge-Kutta steps, gradients through the solver's arithmetic. Eager: the trace by autodiff,
one pass a dimension, as in FFJORD's `divergence_bf`. Lean: gates folded into the weights, and a forward tangent for every dimension."""
import math

import torch
from torch import nn

from conditioners import trained
from eager import ActNorm, Flow, linear


class ConcatSquash(nn.Module):
    def __init__(self, w, b, gate, gate_bias, shift):
        super().__init__()
        self.layer = linear(w, b)
        self.gate = linear(gate, gate_bias)
        self.shift = nn.Linear(1, len(b), bias=False)
        self.shift.weight.data = shift.t().contiguous()

    def forward(self, t, x):
        return self.layer(x) * torch.sigmoid(self.gate(t.view(1, 1))) + self.shift(t.view(1, 1))


class Continuous(nn.Module):
    def __init__(self, layers, steps):
        super().__init__()
        self.field = nn.ModuleList([ConcatSquash(*layer) for layer in layers])
        self.steps = steps

    def slope(self, t, state):
        x = state[0]
        if not x.requires_grad:
            x = x.requires_grad_(True)
        v = x
        for i, layer in enumerate(self.field):
            v = layer(t, v)
            if i < len(self.field) - 1:
                v = torch.tanh(v)
        trace = sum(torch.autograd.grad(v[:, i].sum(), x, create_graph=True)[0][:, i] for i in range(2))
        return v, trace

    def inverse(self, x):
        state = x, x.new_zeros(len(x))
        h = -1.0 / self.steps
        for k in range(self.steps):
            state = runge_kutta(self.slope, torch.tensor(1.0 + k * h), h, state)
        return state


def runge_kutta(slope, t, h, state):
    def moved(by, slopes):
        return tuple(y + by * k for y, k in zip(state, slopes))

    k1 = slope(t, state)
    k2 = slope(t + h / 2, moved(h / 2, k1))
    k3 = slope(t + h / 2, moved(h / 2, k2))
    k4 = slope(t + h, moved(h, k3))
    return tuple(y + h / 6 * (a + 2 * (b + c) + d) for y, a, b, c, d in zip(state, k1, k2, k3, k4))


def build(style, spec, take):
    layer = spec["layers"][0]
    widths = [2, *layer["field"]["hidden"], 2]
    sizes = list(zip(widths, widths[1:]))
    layers = [(take(a, b), take(b), take(1, b), take(b), take(1, b)) for a, b in sizes]
    steps = layer["solver"]["steps"]
    if style == "eager":
        flow = Flow([Continuous(layers, steps), ActNorm(2, take)])
        return list(flow.parameters()), flow.log_prob

    parts = [trained(*one) for one in layers]
    norm = trained(take(2), take(2))

    def at(t):
        folded = []
        for w, b, gate, gate_bias, shift in parts:
            gates = torch.sigmoid(gate * t + gate_bias)
            folded.append((w * gates, (b * gates + shift * t)[0]))
        return folded

    def slope(folded, x):
        # Value and both tangents in one product from the second layer on.
        w, b = folded[0]
        h = torch.tanh(torch.addmm(b, x, w))
        open_ = (1 - h * h).unsqueeze(0)
        tangents = w.unsqueeze(1) * open_
        for w, b in folded[1:-1]:
            n, width = h.shape
            both = torch.cat([h.unsqueeze(0), tangents]).view(3 * n, width) @ w
            both = both.view(3, n, -1)
            h = torch.tanh(both[0] + b)
            tangents = both[1:] * (1 - h * h)
        w, b = folded[-1]
        trace = tangents[0] @ w[:, 0] + tangents[1] @ w[:, 1]
        return torch.addmm(b, h, w), trace

    def log_prob(x):
        log_scale, shift = norm
        z = (x - shift) * torch.exp(-log_scale)
        total = x.new_zeros(len(x))
        h = -1.0 / steps
        start = at(1.0)
        for k in range(steps):
            t = 1.0 + k * h
            middle, end = at(t + h / 2), at(t + h)
            stages = {t: start, t + h / 2: middle, t + h: end}
            z, total = runge_kutta(lambda time, state: slope(stages[time], state[0]), t, h, (z, total))
            start = end
        return total - log_scale.sum() - 0.5 * (z * z).sum(1) - math.log(2 * math.pi)

    return [p for one in parts for p in one] + norm, log_prob
