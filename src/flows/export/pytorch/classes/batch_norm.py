class BatchNorm(nn.Module):
    """Batch normalisation as a flow, https://arxiv.org/abs/1605.08803, as it is evaluated: with its running moments.

    z = exp(log_weight)⊙(x − mean)/√(variance + epsilon) + bias
    """

    def __init__(self, dimensions, epsilon):
        super().__init__()
        self.epsilon = epsilon
        self.log_weight = nn.Parameter(torch.zeros(dimensions))
        self.bias = nn.Parameter(torch.zeros(dimensions))
        self.register_buffer("mean", torch.zeros(dimensions))
        self.register_buffer("variance", torch.ones(dimensions))
        # Moments of the last batch that was trained on: saved with the others, not read here.
        self.register_buffer("last_mean", torch.zeros(dimensions))
        self.register_buffer("last_variance", torch.ones(dimensions))

    def log_slope(self):
        return 0.5 * (self.variance + self.epsilon).log() - self.log_weight

    def forward(self, z, context=None):
        log_slope = self.log_slope()
        return (z - self.bias) * log_slope.exp() + self.mean, log_slope.sum().expand(z.shape[0])

    def inverse(self, x, context=None):
        log_slope = -self.log_slope()
        return (x - self.mean) * log_slope.exp() + self.bias, log_slope.sum().expand(x.shape[0])
