class FeedForward(nn.Module):
    """h ← activation(h W + b) from layer to layer; the last has no activation. With masks, weights are closed."""

    def __init__(self, widths, activation, masks=None):
        super().__init__()
        self.activation = activation
        masks = masks or [None] * (len(widths) - 1)
        self.layers = nn.ModuleList(Linear(*sizes) for sizes in zip(widths, widths[1:], masks))

    def forward(self, h):
        for layer in self.layers[:-1]:
            h = self.activation(layer(h))
        return self.layers[-1](h)
