class Additive:
    """τ(z; t) = z + t, t = θ: it preserves volume."""

    params_per_dim = 1

    def forward(self, z, theta):
        return z + theta[..., 0], torch.zeros_like(z)

    def inverse(self, x, theta):
        return x - theta[..., 0], torch.zeros_like(x)
