class DiagonalGaussian(nn.Module):
    """N(μ, diag e^(2s)) with trained μ and s."""

    def __init__(self, dimensions):
        super().__init__()
        self.mean = nn.Parameter(torch.zeros(dimensions))
        self.log_deviation = nn.Parameter(torch.zeros(dimensions))

    def log_prob(self, z, context=None):
        return gaussian_log_prob(z, self.mean, self.log_deviation)

    def sample(self, n, context=None):
        return self.mean + self.log_deviation.exp() * torch.randn(n, len(self.mean))
