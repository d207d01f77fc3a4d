class Logistic(nn.Module):
    """Independent standard logistic variables: log p(z) = Σ log σ(z) + log σ(−z), in nats; logit(u) is a sample."""

    def __init__(self, dimensions):
        super().__init__()
        self.dimensions = dimensions

    def log_prob(self, z, context=None):
        return (nn.functional.logsigmoid(z) + nn.functional.logsigmoid(-z)).sum(1)

    def sample(self, n, context=None):
        return torch.logit(torch.rand(n, self.dimensions))
