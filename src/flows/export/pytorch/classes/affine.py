class Affine:
    """τ(z; t, u) = z·exp(s) + t, (t, u) = θ, s = scale(u)."""

    params_per_dim = 2

    def __init__(self, scale):
        self.scale = scale

    def forward(self, z, theta):
        t, s = theta[..., 0], self.scale(theta[..., 1])
        return z * s.exp() + t, s

    def inverse(self, x, theta):
        t, s = theta[..., 0], self.scale(theta[..., 1])
        return (x - t) * (-s).exp(), -s
