"""RealNVP on the plane. Eager: masks as index lists, as in nflows. Lean: no modules, columns apart."""
import math

import torch
from torch import nn

from conditioners import cut, mlp, take_layers, trained
from eager import ActNorm, Flow, perceptron


class Coupling(nn.Module):
    def __init__(self, kept, layers):
        super().__init__()
        self.register_buffer("kept", torch.tensor([kept]))
        self.register_buffer("moved", torch.tensor([1 - kept]))
        self.net = perceptron(cut(layers, kept, 1 - kept))

    def inverse(self, x):
        kept, moved = x[:, self.kept], x[:, self.moved]
        t, u = self.net(kept).chunk(2, dim=1)
        s = 2 * torch.tanh(u / 2)
        z = torch.empty_like(x)
        z[:, self.kept] = kept
        z[:, self.moved] = (moved - t) * torch.exp(-s)
        return z, -s.sum(1)


def build(style, spec, take):
    couplings = []
    for layer in spec["layers"][:-1]:
        couplings.append((layer["mask"].index(1), take_layers(take, layer["conditioner"]["hidden"], 2)))
    if style == "eager":
        flow = Flow([Coupling(*coupling) for coupling in couplings] + [ActNorm(2, take)])
        return list(flow.parameters()), flow.log_prob
    parts = [(kept, trained(*sum(cut(layers, kept, 1 - kept), ()))) for kept, layers in couplings]
    return lean(parts, trained(take(2), take(2)))


def lean(couplings, norm):
    """couplings: the dimension that is kept, with its network."""

    def log_prob(x):
        log_scale, shift = norm
        z = list(((x - shift) * torch.exp(-log_scale)).split(1, 1))
        total = -log_scale.sum()
        for kept, parts in reversed(couplings):
            t, u = mlp(parts, z[kept]).split(1, 1)
            s = 2 * torch.tanh(u / 2)
            z[1 - kept] = (z[1 - kept] - t) * torch.exp(-s)
            total = total - s
        return total - 0.5 * (z[0] * z[0] + z[1] * z[1]) - math.log(2 * math.pi)

    return [p for _, parts in couplings for p in parts] + norm, log_prob
