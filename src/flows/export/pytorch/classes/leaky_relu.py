class LeakyRelu:
    """x = z where z ≥ 0, slope·z elsewhere."""

    params_per_dim = 0

    def __init__(self, slope):
        self.slope = slope

    def forward(self, z, theta):
        factor = torch.where(z < 0, torch.full_like(z, self.slope), torch.ones_like(z))
        return z * factor, factor.log()

    def inverse(self, x, theta):
        factor = torch.where(x < 0, torch.full_like(x, 1 / self.slope), torch.ones_like(x))
        return x * factor, factor.log()
