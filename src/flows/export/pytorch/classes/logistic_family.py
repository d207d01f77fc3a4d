class LogisticFamily:
    """The standard logistic distribution: F(u) = σ(u), so the quantile of σ(z) is z."""

    reach = 1.0

    def log_cdf(self, u):
        return nn.functional.logsigmoid(u)

    def log_density(self, u):
        return nn.functional.logsigmoid(u) + nn.functional.logsigmoid(-u)
