"""The networks of two-dimensional layers, cut out of the full-width weights that are saved."""
import torch


def take_layers(take, hidden, per_dim):
    """W and b of each layer."""
    widths = [2, *hidden, 2 * per_dim]
    return [(take(a, b), take(b)) for a, b in zip(widths, widths[1:])]


def cut(layers, reads, moves):
    """What matters where dimension `reads` decides about `moves`: of the first matrix one row, of the last the moved columns."""
    (w1, b1), *inner, (w3, b3) = layers
    per_dim = b3.numel() // 2
    at = slice(moves * per_dim, (moves + 1) * per_dim)
    return [(w1[reads : reads + 1], b1), *inner, (w3[:, at], b3[at])]


def trained(*tensors):
    return [tensor.contiguous().clone().requires_grad_() for tensor in tensors]


def mlp(parts, x):
    """parts = W, b, W, b, ..., x [n, in]: one addmm a layer."""
    for at in range(0, len(parts) - 2, 2):
        x = torch.relu(torch.addmm(parts[at + 1], x, parts[at]))
    return torch.addmm(parts[-1], x, parts[-2])
