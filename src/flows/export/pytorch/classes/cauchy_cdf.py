class CauchyCdf:
    """x = ½ + atan(z)/π, from ℝ onto (0, 1); its inverse clips x to [margin, 1 − margin]."""

    params_per_dim = 0

    def __init__(self, margin):
        self.margin = margin

    def log_slope(self, z):
        return -math.log(math.pi) - (1 + z**2).log()

    def forward(self, z, theta):
        return 0.5 + torch.atan(z) / math.pi, self.log_slope(z)

    def inverse(self, x, theta):
        z = torch.tan(math.pi * (x.clamp(self.margin, 1 - self.margin) - 0.5))
        return z, -self.log_slope(z)
