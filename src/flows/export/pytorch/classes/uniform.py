class Uniform(nn.Module):
    """Uniform on [low, high] in every dimension: log p(z) = −d log(high − low) inside and −∞ outside, in nats."""

    def __init__(self, dimensions, low, high):
        super().__init__()
        self.dimensions = dimensions
        self.low = low
        self.high = high

    def log_prob(self, z, context=None):
        inside = ((z >= self.low) & (z <= self.high)).all(1)
        density = torch.full_like(z[:, 0], -self.dimensions * math.log(self.high - self.low))
        return torch.where(inside, density, torch.full_like(density, -math.inf))

    def sample(self, n, context=None):
        return self.low + (self.high - self.low) * torch.rand(n, self.dimensions)
