def made_masks(order, widths, context, params_per_dim):
    """The masks of MADE, https://arxiv.org/abs/1502.03509: θ of a dimension reads those before it in `order`.

    The dimension that comes k-th has degree k, context has 0, hidden units have the degrees in between, over and over.
    A unit feeds those of its own degree or more; it feeds the outputs of dimensions with more.
    """
    dimensions = len(order)
    lowest = 0 if context > 0 or dimensions == 1 else 1
    place = [order.index(i) + 1 for i in range(dimensions)]
    layers = [place + [0] * context]
    for width in widths:
        layers.append([lowest + unit % (dimensions - lowest) for unit in range(width)])
    outputs = [degree for degree in place for _ in range(params_per_dim)]

    def column(degrees):
        return torch.tensor(degrees).unsqueeze(1)

    masks = [torch.tensor(b) >= column(a) for a, b in zip(layers, layers[1:])]
    masks.append(torch.tensor(outputs) > column(layers[-1]))
    return [mask.to(torch.get_default_dtype()) for mask in masks]
