class Elementwise(nn.Module):
    """Each dimension through its own curve, whose θ is trained itself: x_i = τ(z_i; θ_i)."""

    def __init__(self, dimensions, transformer):
        super().__init__()
        self.transformer = transformer
        shape = (dimensions, transformer.params_per_dim)
        self.theta = nn.Parameter(torch.zeros(shape)) if transformer.params_per_dim > 0 else None

    def theta_for(self, points):
        return None if self.theta is None else self.theta.expand(points.shape[0], -1, -1)

    def forward(self, z, context=None):
        x, log_slope = self.transformer.forward(z, self.theta_for(z))
        return x, log_slope.sum(1)

    def inverse(self, x, context=None):
        z, log_slope = self.transformer.inverse(x, self.theta_for(x))
        return z, log_slope.sum(1)
