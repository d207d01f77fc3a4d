class Radial(nn.Module):
    """Radial flow, https://arxiv.org/abs/1505.05770: x = z + β̂ (z − z₀)/(α + r), r = ‖z − z₀‖.

    α = |a| and β̂ = softplus(b) − α > −α. With reach = α + β̂ = softplus(b), x − z₀ is (z − z₀)(r + reach)/(r + α).
    """

    def __init__(self, dimensions, floor):
        super().__init__()
        self.floor = floor
        self.a = nn.Parameter(torch.ones(1))
        self.b = nn.Parameter(torch.zeros(1))
        self.centre = nn.Parameter(torch.zeros(dimensions))

    def strengths(self):
        return self.a.abs(), nn.functional.softplus(self.b)

    def length(self, away):
        return (away**2).sum(1, keepdim=True).clamp(min=self.floor).sqrt()

    def log_det(self, r, alpha, reach):
        around = (r + reach).log() - (r + alpha).log()
        outwards = (r * (r + 2 * alpha) + alpha * reach).log() - 2 * (r + alpha).log()
        return ((len(self.centre) - 1) * around + outwards).squeeze(1)

    def forward(self, z, context=None):
        alpha, reach = self.strengths()
        away = z - self.centre
        r = self.length(away)
        return self.centre + away * (r + reach) / (r + alpha), self.log_det(r, alpha, reach)

    def inverse(self, x, context=None):
        alpha, reach = self.strengths()
        away = x - self.centre
        y = self.length(away)
        # r ≥ 0 with r (r + reach)/(r + α) = y: of the two roots of a quadratic the one that does not cancel.
        linear = y - reach
        larger = ((linear**2 + 4 * alpha * y).sqrt() + linear.abs()) / 2
        r = torch.where(linear > 0, larger, alpha * y / larger)
        return self.centre + away * (r + alpha) / (r + reach), -self.log_det(r, alpha, reach)
