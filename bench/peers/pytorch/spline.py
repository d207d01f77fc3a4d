"""Rational-quadratic spline couplings on the plane with LU layers between. Eager as in nflows: points inside the interval are picked out, bins
found by search and gathered table by table. Lean: clipped instead of picked, one gather for all tables, triangles solved column by column."""
import math

import torch
from torch import nn
from torch.nn import functional as F

from conditioners import cut, mlp, take_layers, trained
from eager import ActNorm, Flow, perceptron

LEAST = 1e-3
SHARPNESS = math.log(2) / (1 - LEAST)


def knots(theta, bins, bound):
    """Left edges and sizes of bins on both axes, and the slopes at all knots."""
    widths, heights, slopes = theta.split([bins, bins, bins - 1], -1)
    tables = []
    for shares in (widths, heights):
        sizes = 2 * bound * (LEAST + (1 - LEAST * bins) * F.softmax(shares, -1))
        edges = F.pad(torch.cumsum(sizes, -1), (1, 0)) - bound
        tables += [edges, sizes]
    slopes = F.pad(F.softplus(slopes, beta=SHARPNESS) + LEAST, (1, 1), value=1.0)
    return (*tables, slopes)


def pulled(x, z_k, width, x_k, height, left, right):
    """z and log|dz/dx| in the bin that holds x."""
    s = height / width
    excess = left + right - 2 * s
    risen = x - x_k
    a = height * (s - left) + risen * excess
    b = height * left - risen * excess
    c = -s * risen
    xi = 2 * c / (-b - torch.sqrt(b * b - 4 * a * c))
    between = xi * (1 - xi)
    below = s + excess * between
    above = s * s * (right * xi * xi + 2 * s * between + left * (1 - xi) * (1 - xi))
    return z_k + xi * width, 2 * torch.log(below) - torch.log(above)


class SplineCoupling(nn.Module):
    def __init__(self, kept, layers, bins, bound):
        super().__init__()
        self.register_buffer("kept", torch.tensor([kept]))
        self.register_buffer("moved", torch.tensor([1 - kept]))
        self.bins, self.bound = bins, bound
        self.net = perceptron(cut(layers, kept, 1 - kept))

    def inverse(self, x):
        kept, moved = x[:, self.kept], x[:, self.moved]
        theta = self.net(kept).view(len(x), 1, -1)
        inside = (moved >= -self.bound) & (moved <= self.bound)
        value, log_slope = torch.zeros_like(moved), torch.zeros_like(moved)
        value[~inside] = moved[~inside]
        value[inside], log_slope[inside] = self.spline(moved[inside], theta[inside])
        z = torch.empty_like(x)
        z[:, self.kept] = kept
        z[:, self.moved] = value
        return z, log_slope.sum(1)

    def spline(self, x, theta):
        z_edges, widths, x_edges, heights, slopes = knots(theta, self.bins, self.bound)
        at = (torch.sum(x[..., None] >= x_edges, -1) - 1).clamp(0, self.bins - 1)[..., None]
        z_k, width, x_k, height = (t.gather(-1, at)[..., 0] for t in (z_edges, widths, x_edges, heights))
        left, right = slopes.gather(-1, at)[..., 0], slopes[..., 1:].gather(-1, at)[..., 0]
        return pulled(x, z_k, width, x_k, height, left, right)


class LuLinear(nn.Module):
    def __init__(self, factors, bias):
        super().__init__()
        self.factors, self.bias = nn.Parameter(factors), nn.Parameter(bias)

    def inverse(self, x):
        diagonal = F.softplus(self.factors.diagonal()) + LEAST
        lower = torch.tril(self.factors, -1) + torch.eye(2)
        upper = torch.triu(self.factors, 1) + torch.diag(diagonal)
        y = torch.linalg.solve_triangular(lower, (x - self.bias).t(), upper=False, unitriangular=True)
        z = torch.linalg.solve_triangular(upper, y, upper=True)
        return z.t(), -torch.log(diagonal).sum().expand(len(x))


def build(style, spec, take):
    layers = []
    for layer in spec["layers"][:-1]:
        if layer["kind"] == "lu-linear":
            layers.append((None, (take(2, 2), take(2)), 0, 0))
            continue
        spline = layer["transformer"]
        net = take_layers(take, layer["conditioner"]["hidden"], 3 * spline["bins"] - 1)
        layers.append((layer["mask"].index(1), net, spline["bins"], spline["interval"][1]))
    if style == "eager":
        made = [LuLinear(*layer[1]) if layer[0] is None else SplineCoupling(*layer) for layer in layers]
        flow = Flow(made + [ActNorm(2, take)])
        return list(flow.parameters()), flow.log_prob

    parts = []
    for kept, given, bins, bound in layers:
        ours = given if kept is None else sum(cut(given, kept, 1 - kept), ())
        parts.append((kept, trained(*ours), bins, bound))
    norm = trained(take(2), take(2))

    def log_prob(x):
        log_scale, shift = norm
        z = list(((x - shift) * torch.exp(-log_scale)).split(1, 1))
        total = -log_scale.sum()
        for kept, tensors, bins, bound in reversed(parts):
            if kept is None:
                factors, bias = tensors
                diagonal = F.softplus(factors.diagonal()) + LEAST
                y = z[0] - bias[0]
                z[1] = (z[1] - bias[1] - factors[1, 0] * y) / diagonal[1]
                z[0] = (y - factors[0, 1] * z[1]) / diagonal[0]
                total = total - torch.log(diagonal).sum()
                continue
            moved = z[1 - kept]
            clipped = moved.clamp(-bound, bound)
            z_edges, widths, x_edges, heights, slopes = knots(mlp(tensors, z[kept]), bins, bound)
            at = ((clipped >= x_edges).sum(1, keepdim=True) - 1).clamp(0, bins - 1)
            tables = torch.stack([z_edges[:, :-1], widths, x_edges[:, :-1], heights, slopes[:, :-1], slopes[:, 1:]])
            picked = tables.gather(2, at.expand(6, -1, 1)).unbind()
            value, log_slope = pulled(clipped, *picked)
            inside = moved == clipped
            z[1 - kept] = torch.where(inside, value, moved)
            total = total + torch.where(inside, log_slope, torch.zeros(()))
        return total - 0.5 * (z[0] * z[0] + z[1] * z[1]) - math.log(2 * math.pi)

    return [p for _, tensors, _, _ in parts for p in tensors] + norm, log_prob
