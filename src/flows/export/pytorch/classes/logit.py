class Logit(nn.Module):
    """Logit preprocessing, https://arxiv.org/abs/1605.08803: y in [0, levels) ↔ z = logit s, s = α + (1 − 2α)·y/levels.

    log|det ∂z/∂y| = −D log levels + D log(1 − 2α) − Σ log(s(1 − s)). Scoring clips s to [margin, 1 − margin].
    """

    def __init__(self, levels, alpha, margin):
        super().__init__()
        self.levels = levels
        self.alpha = alpha
        self.margin = margin
        self.slope = levels / (1 - 2 * alpha)

    def forward(self, z, context=None):
        log_slope = nn.functional.logsigmoid(z) + nn.functional.logsigmoid(-z) + math.log(self.slope)
        return (torch.sigmoid(z) - self.alpha) * self.slope, log_slope.sum(1)

    def inverse(self, x, context=None):
        below = (x / self.slope + self.alpha).clamp(min=self.margin).log()
        above = ((self.levels - x) / self.slope + self.alpha).clamp(min=self.margin).log()
        return below - above, -(below + above + math.log(self.slope)).sum(1)
