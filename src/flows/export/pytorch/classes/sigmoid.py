class Sigmoid:
    """x = σ(T·z), from ℝ onto (0, 1); its inverse takes the logit of x clipped to [margin, 1 − margin]."""

    params_per_dim = 0

    def __init__(self, temperature, margin):
        self.temperature = temperature
        self.margin = margin

    def log_slope(self, scaled):
        return math.log(self.temperature) + nn.functional.logsigmoid(scaled) + nn.functional.logsigmoid(-scaled)

    def forward(self, z, theta):
        scaled = self.temperature * z
        return torch.sigmoid(scaled), self.log_slope(scaled)

    def inverse(self, x, theta):
        scaled = torch.logit(x.clamp(self.margin, 1 - self.margin))
        return scaled / self.temperature, -self.log_slope(scaled)
