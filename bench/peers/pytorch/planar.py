"""Planar flow, written in the direction of scoring. Eager: one module a layer. Lean: all layers' parameters stacked."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from conditioners import trained
from eager import Flow


class Planar(nn.Module):
    def __init__(self, u, w, b):
        super().__init__()
        self.u, self.w, self.b = nn.Parameter(u), nn.Parameter(w), nn.Parameter(b)

    def inverse(self, x):
        dot = torch.dot(self.w, self.u)
        u_hat = self.u + (F.softplus(dot) - 1 - dot) * self.w / (self.w * self.w).sum()
        h = torch.tanh(x @ self.w + self.b)
        slope = (1 - h * h) * torch.dot(self.w, u_hat)
        return x + h.unsqueeze(1) * u_hat, torch.log(1 + slope)


def build(style, spec, take):
    layers = [(take(2), take(2), take(1)) for _ in spec["layers"]]
    if style == "eager":
        flow = Flow([Planar(*layer) for layer in layers])
        return list(flow.parameters()), flow.log_prob

    u, w, b = trained(*(torch.stack(column) for column in zip(*layers)))

    def log_prob(x):
        dot = (u * w).sum(1)
        gap = F.softplus(dot)
        u_hat = u + ((gap - 1 - dot) / (w * w).sum(1)).unsqueeze(1) * w
        z = x
        ridges = []
        for uk, wk, bk in zip(reversed(u_hat.unbind()), reversed(w.unbind()), reversed(b.unbind())):
            h = torch.tanh(torch.addmv(bk, z, wk))
            z = torch.addr(z, h, uk)
            ridges.append(h)
        flat = torch.stack(ridges, 1).square()
        log_det = torch.log(flat + (1 - flat) * gap.flip(0)).sum(1)
        return log_det - 0.5 * (z * z).sum(1) - math.log(2 * math.pi)

    return [u, w, b], log_prob
