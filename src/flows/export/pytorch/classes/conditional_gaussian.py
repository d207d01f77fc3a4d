class ConditionalGaussian(nn.Module):
    """N(μ, diag e^(2s)) with (μ, s) = network(context)."""

    def __init__(self, dimensions, context, hidden, activation):
        super().__init__()
        self.network = FeedForward([context, *hidden, 2 * dimensions], activation)

    def log_prob(self, z, context):
        return gaussian_log_prob(z, *self.network(context).chunk(2, 1))

    def sample(self, n, context):
        mean, log_deviation = self.network(context).chunk(2, 1)
        return mean + log_deviation.exp() * torch.randn(mean.shape)
