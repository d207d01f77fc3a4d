class Mlp(nn.Module):
    """From what is kept, and the context if it reads one, to θ [n, d, params_per_dim]: a multilayer perceptron."""

    def __init__(self, dimensions, context, hidden, activation, params_per_dim, masks=None):
        super().__init__()
        self.shape = (dimensions, params_per_dim)
        self.context = context
        self.activation = activation
        widths = [dimensions + context, *hidden, dimensions * params_per_dim]
        masks = masks or [None] * (len(widths) - 1)
        self.layers = nn.ModuleList(Linear(*sizes) for sizes in zip(widths, widths[1:], masks))

    def forward(self, kept, context=None):
        h = torch.cat([kept, context], 1) if self.context > 0 else kept
        for layer in self.layers[:-1]:
            h = self.activation(layer(h))
        return self.layers[-1](h).reshape(-1, *self.shape)
