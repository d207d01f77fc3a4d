"""Masked autoregressive flow on the plane. Eager: MADE of masked linear layers, as in nflows. Lean: only the weights that masks leave open."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from conditioners import cut, mlp, take_layers, trained
from eager import ActNorm, Flow


class MaskedLinear(nn.Module):
    def __init__(self, weight, bias, mask):
        super().__init__()
        self.weight = nn.Parameter(weight.t().contiguous())
        self.bias = nn.Parameter(bias)
        self.register_buffer("mask", mask.t().contiguous())

    def forward(self, x):
        return F.linear(x, self.weight * self.mask, self.bias)


class Autoregressive(nn.Module):
    def __init__(self, first, layers):
        super().__init__()
        # Hidden units have degree 1, as the dimension that comes first: they read it, and the other one reads them.
        masks = [torch.ones_like(weight) for weight, _ in layers]
        masks[0][1 - first] = 0
        masks[-1][:, 2 * first : 2 * first + 2] = 0
        linears = [MaskedLinear(*layer, mask) for layer, mask in zip(layers, masks)]
        self.net = nn.Sequential(*[module for made in linears[:-1] for module in (made, nn.ReLU())], linears[-1])

    def inverse(self, x):
        theta = self.net(x).view(-1, 2, 2)
        t, u = theta[..., 0], theta[..., 1]
        s = 2 * torch.tanh(u / 2)
        return (x - t) * torch.exp(-s), -s.sum(1)


def build(style, spec, take):
    layers = []
    for layer in spec["layers"][:-1]:
        layers.append((layer["order"][0], take_layers(take, layer["conditioner"]["hidden"], 2)))
    if style == "eager":
        flow = Flow([Autoregressive(*layer) for layer in layers] + [ActNorm(2, take)])
        return list(flow.parameters()), flow.log_prob

    made = []
    for first, whole in layers:
        alone = whole[-1][1][2 * first : 2 * first + 2]
        made.append((first, trained(alone), trained(*sum(cut(whole, first, 1 - first), ()))))
    norm = trained(take(2), take(2))

    def log_prob(x):
        log_scale, shift = norm
        z = list(((x - shift) * torch.exp(-log_scale)).split(1, 1))
        total = -log_scale.sum()
        for first, (alone,), parts in reversed(made):
            t, u = mlp(parts, z[first]).split(1, 1)
            s = 2 * torch.tanh(u / 2)
            z[1 - first] = (z[1 - first] - t) * torch.exp(-s)
            fixed = 2 * torch.tanh(alone[1] / 2)
            z[first] = (z[first] - alone[0]) * torch.exp(-fixed)
            total = total - s - fixed
        return total - 0.5 * (z[0] * z[0] + z[1] * z[1]) - math.log(2 * math.pi)

    return [p for _, alone, parts in made for p in alone + parts] + norm, log_prob
