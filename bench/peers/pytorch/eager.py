"""What the eager models share: modules with `inverse(x) -> z, log_det`, in a stack on a standard normal base."""
import math

import torch
from torch import nn


class ActNorm(nn.Module):
    def __init__(self, dimensions, take):
        super().__init__()
        self.log_scale = nn.Parameter(take(dimensions))
        self.shift = nn.Parameter(take(dimensions))

    def inverse(self, x):
        return (x - self.shift) * torch.exp(-self.log_scale), -self.log_scale.sum().expand(len(x))


class Flow(nn.Module):
    """`layers` in the order of sampling: scoring runs them backwards."""

    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def log_prob(self, x):
        total = x.new_zeros(len(x))
        for layer in reversed(self.layers):
            x, log_det = layer.inverse(x)
            total = total + log_det
        return total - 0.5 * (x * x).sum(1) - 0.5 * x.shape[1] * math.log(2 * math.pi)


def linear(weight, bias):
    """An nn.Linear with these weights [in, out]."""
    made = nn.Linear(*weight.shape)
    made.weight.data = weight.t().contiguous()
    made.bias.data = bias.clone()
    return made


def perceptron(layers):
    linears = [linear(*layer) for layer in layers]
    between = [module for made in linears[:-1] for module in (made, nn.ReLU())]
    return nn.Sequential(*between, linears[-1])
