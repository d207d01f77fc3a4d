class Inverted(nn.Module):
    """The same layer, read the other way."""

    def __init__(self, of):
        super().__init__()
        self.of = of

    def forward(self, z, context=None):
        return self.of.inverse(z, context)

    def inverse(self, x, context=None):
        return self.of(x, context)
