class MixtureCdf:
    """Mixture CDF, Flow++ (https://arxiv.org/abs/1902.00275): z = logit F(x), F(x) = Σ_k π_k F₀((x − μ_k)·exp(−s_k)).

    θ = (logits of π, u, v), μ = u + offsets spread over [−spread, spread], s = log_scale(v).
    log|∂z/∂x| = log F′(x) − log F(x) − log(1 − F(x)). Sampling finds x by a bracketed root.
    """

    def __init__(self, family, components, spread, log_scale, tolerance, steps):
        self.params_per_dim = 3 * components
        self.family = family
        self.log_scale = log_scale
        self.tolerance = tolerance
        self.steps = steps
        self.offsets = torch.linspace(-spread, spread, components) if components > 1 else torch.zeros(1)

    def mixture(self, theta):
        logits, means, v = theta.chunk(3, -1)
        return torch.log_softmax(logits, -1), means + self.offsets, self.log_scale(v)

    def scored(self, x, log_weights, means, log_scales):
        u = (x.unsqueeze(-1) - means) * (-log_scales).exp()
        below = torch.logsumexp(log_weights + self.family.log_cdf(u), -1)
        # 1 − F as a sum of its own: near F = 1 a difference would have no digits left.
        above = torch.logsumexp(log_weights + self.family.log_cdf(-u), -1)
        density = torch.logsumexp(log_weights + self.family.log_density(u) - log_scales, -1)
        return below - above, density - below - above

    def inverse(self, x, theta):
        return self.scored(x, *self.mixture(theta))

    def forward(self, z, theta):
        mixture = self.mixture(theta)
        _, means, log_scales = mixture

        def equation(x):
            logit, log_slope = self.scored(x, *mixture)
            return logit - z, log_slope.exp()

        # The quantile of a mixture lies between the least and the greatest of its components'.
        quantiles = means + log_scales.exp() * self.family.reach * z.unsqueeze(-1)
        low = torch.minimum(means, quantiles).amin(-1)
        high = torch.maximum(means, quantiles).amax(-1)
        x = bracketed_root(equation, low, high, self.tolerance, self.steps)
        return x, -self.scored(x, *mixture)[1]
