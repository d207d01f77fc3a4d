class InvertedTransformer:
    """The same curve, read the other way, with the same θ."""

    def __init__(self, of):
        self.of = of
        self.params_per_dim = of.params_per_dim

    def forward(self, z, theta):
        return self.of.inverse(z, theta)

    def inverse(self, x, theta):
        return self.of.forward(x, theta)
