class Chain:
    """Curves one after the other, in reading order; θ holds the parameters of the first one first."""

    def __init__(self, of):
        self.of = of
        self.params_per_dim = sum(transformer.params_per_dim for transformer in of)

    def parts(self, theta):
        if theta is None:
            return [None] * len(self.of)
        return theta.split([transformer.params_per_dim for transformer in self.of], -1)

    def forward(self, z, theta):
        total = torch.zeros_like(z)
        for transformer, part in zip(self.of, self.parts(theta)):
            z, log_slope = transformer.forward(z, part)
            total = total + log_slope
        return z, total

    def inverse(self, x, theta):
        total = torch.zeros_like(x)
        for transformer, part in reversed(list(zip(self.of, self.parts(theta)))):
            x, log_slope = transformer.inverse(x, part)
            total = total + log_slope
        return x, total
