class ActNorm(nn.Module):
    """Activation normalization, https://arxiv.org/abs/1807.03039: x = z⊙exp(log_scale) + shift."""

    def __init__(self, dimensions):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(dimensions))
        self.shift = nn.Parameter(torch.zeros(dimensions))
        # 1 once a first batch of data has set the scale and the shift.
        self.register_buffer("initialised", torch.zeros(1))

    def forward(self, z, context=None):
        return z * self.log_scale.exp() + self.shift, self.log_scale.sum().expand(z.shape[0])

    def inverse(self, x, context=None):
        return (x - self.shift) * (-self.log_scale).exp(), -self.log_scale.sum().expand(x.shape[0])
