def cut_interval(u, interval, least):
    """Left edges and sizes of bins of the interval: softmax(u) as shares of it, none smaller than `least`."""
    left, right = interval
    sizes = (right - left) * (least + (1 - least * u.shape[-1]) * torch.softmax(u, -1))
    return left + torch.cumsum(sizes, -1) - sizes, sizes


def bin_of(values, edges):
    """The number of the bin that holds each value; edges [..., K] are the left ones."""
    return (values.unsqueeze(-1) > edges[..., 1:]).sum(-1, keepdim=True)


def entry(table, place):
    return torch.gather(table, -1, place).squeeze(-1)


def inside_only(values, interval, curve):
    """The curve inside the interval, the identity outside."""
    left, right = interval
    inside = (values >= left) & (values <= right)
    result, log_slope = curve(values.clamp(left, right))
    return torch.where(inside, result, values), torch.where(inside, log_slope, torch.zeros_like(log_slope))
