class Mlp(nn.Module):
    """From what is kept, and the context if it reads one, to θ [n, d, params_per_dim]: a multilayer perceptron."""

    def __init__(self, dimensions, context, hidden, activation, params_per_dim, masks=None):
        super().__init__()
        self.shape = (dimensions, params_per_dim)
        self.context = context
        widths = [dimensions + context, *hidden, dimensions * params_per_dim]
        self.network = FeedForward(widths, activation, masks)

    def forward(self, kept, context=None):
        read = torch.cat([kept, context], 1) if self.context > 0 else kept
        return self.network(read).reshape(-1, *self.shape)
