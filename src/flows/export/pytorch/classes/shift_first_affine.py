class ShiftFirstAffine:
    """τ(z; t, u) = (z + t)·exp(s), (t, u) = θ, s = scale(u): the order of Glow's reference programs."""

    params_per_dim = 2

    def __init__(self, scale):
        self.scale = scale

    def forward(self, z, theta):
        t, s = theta[..., 0], self.scale(theta[..., 1])
        return (z + t) * s.exp(), s

    def inverse(self, x, theta):
        t, s = theta[..., 0], self.scale(theta[..., 1])
        return x * (-s).exp() - t, -s
