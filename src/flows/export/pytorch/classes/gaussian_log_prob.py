def gaussian_log_prob(z, mean, log_deviation):
    """log N(z; μ, diag e^(2s)) = −½ Σ ((z − μ)·e^(−s))² − Σ s − ½ d log 2π, in nats."""
    exponent = -0.5 * ((z - mean) * (-log_deviation).exp()) ** 2
    return (exponent - log_deviation - 0.5 * math.log(2 * math.pi)).sum(-1)
