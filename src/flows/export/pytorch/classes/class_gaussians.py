class ClassGaussians(nn.Module):
    """One Gaussian for each class. The context is the one-hot class [n, K]; without one, it is the mixture of all."""

    def __init__(self, dimensions, weights):
        super().__init__()
        weights = torch.tensor(weights, dtype=torch.get_default_dtype())
        self.register_buffer("weights", weights / weights.sum(), persistent=False)
        self.means = nn.Parameter(torch.zeros(len(weights), dimensions))
        self.log_deviations = nn.Parameter(torch.zeros(len(weights), dimensions))

    def log_prob(self, z, context=None):
        if context is not None:
            return gaussian_log_prob(z, context @ self.means, context @ self.log_deviations)
        parts = gaussian_log_prob(z.unsqueeze(1), self.means, self.log_deviations)
        return torch.logsumexp(parts + self.weights.log(), 1)

    def sample(self, n, context=None):
        if context is None:
            drawn = torch.multinomial(self.weights, n, replacement=True)
            context = nn.functional.one_hot(drawn, len(self.weights)).to(self.weights)
        mean = context @ self.means
        return mean + (context @ self.log_deviations).exp() * torch.randn(mean.shape)
