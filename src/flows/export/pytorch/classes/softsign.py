class Softsign:
    """x = z / (1 + |z|/bound), from ℝ onto (−bound, bound); its inverse clips x to (1 − margin)·bound."""

    params_per_dim = 0

    def __init__(self, bound, margin):
        self.bound = bound
        self.margin = margin

    def forward(self, z, theta):
        denominator = 1 + z.abs() / self.bound
        return z / denominator, -2 * denominator.log()

    def inverse(self, x, theta):
        inside = self.bound * (1 - self.margin)
        clipped = x.clamp(-inside, inside)
        denominator = 1 - clipped.abs() / self.bound
        return clipped / denominator, -2 * denominator.log()
