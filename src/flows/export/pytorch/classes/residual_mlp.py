class ResidualMlp(nn.Module):
    """From what is kept, and the context if it reads one, to θ [n, d, params_per_dim]: a residual network.

    h = input W + b; for each block h ← h + a(a(h) W′ + b′) W″ + b″, a = activation; θ = h W + b.
    """

    def __init__(self, dimensions, context, width, blocks, activation, params_per_dim, masks=(None, None, None)):
        super().__init__()
        self.shape = (dimensions, params_per_dim)
        self.context = context
        self.activation = activation
        first, inner, last = masks
        self.first = Linear(dimensions + context, width, first)
        self.inner = nn.ModuleList(Linear(width, width, inner) for _ in range(2 * blocks))
        self.last = Linear(width, dimensions * params_per_dim, last)

    def forward(self, kept, context=None):
        h = self.first(torch.cat([kept, context], 1) if self.context > 0 else kept)
        for narrow, wide in zip(self.inner[::2], self.inner[1::2]):
            h = h + wide(self.activation(narrow(self.activation(h))))
        return self.last(h).reshape(-1, *self.shape)
