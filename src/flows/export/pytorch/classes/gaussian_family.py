class GaussianFamily:
    """The standard normal distribution: F = Φ, and the quantile of σ(z) stays within √(2π)/4·z."""

    reach = 0.6267

    def log_cdf(self, u):
        return torch.special.log_ndtr(u)

    def log_density(self, u):
        return -0.5 * u**2 - 0.5 * math.log(2 * math.pi)
