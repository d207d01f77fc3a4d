class DirectActNorm(nn.Module):
    """Activation normalization that trains the factor itself, of either sign: z = factor⊙(x + offset)."""

    def __init__(self, dimensions):
        super().__init__()
        self.offset = nn.Parameter(torch.zeros(dimensions))
        self.factor = nn.Parameter(torch.ones(dimensions))
        # 1 once a first batch of data has set the factor and the offset.
        self.register_buffer("initialised", torch.zeros(1))

    def forward(self, z, context=None):
        return z / self.factor - self.offset, -self.factor.abs().log().sum().expand(z.shape[0])

    def inverse(self, x, context=None):
        return self.factor * (x + self.offset), self.factor.abs().log().sum().expand(x.shape[0])
