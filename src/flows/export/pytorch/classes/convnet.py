class Convnet(nn.Module):
    """From the kept half of an image, and the context at every pixel if it reads one, to θ [n, h, w, channels, params_per_dim]."""

    def __init__(self, inputs, context, hidden, kernels, activation, gain, channels, params_per_dim):
        super().__init__()
        self.context = context
        self.activation = activation
        self.shape = (channels, params_per_dim)
        widths = [inputs + context, *hidden, channels * params_per_dim]
        gains = ["none"] * len(hidden) + [gain]
        self.layers = nn.ModuleList(Convolution(*sizes) for sizes in zip(kernels, widths, widths[1:], gains))

    def forward(self, kept, context=None):
        h = kept
        if self.context > 0:
            n, height, width, _ = kept.shape
            h = torch.cat([kept, context.reshape(n, 1, 1, -1).expand(-1, height, width, -1)], 3)
        for layer in self.layers[:-1]:
            h = self.activation(layer(h))
        h = self.layers[-1](h)
        return h.reshape(*h.shape[:3], *self.shape)
