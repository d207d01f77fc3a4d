class StandardNormal(nn.Module):
    """N(0, I): log p(z) = −½ Σ z² − ½ d log 2π, in nats."""

    def __init__(self, dimensions):
        super().__init__()
        self.dimensions = dimensions

    def log_prob(self, z, context=None):
        return -0.5 * (z**2).sum(1) - 0.5 * self.dimensions * math.log(2 * math.pi)

    def sample(self, n, context=None):
        return torch.randn(n, self.dimensions)
