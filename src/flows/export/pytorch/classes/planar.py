class Planar(nn.Module):
    """Planar flow, https://arxiv.org/abs/1505.05770: x = z + û·h(s), s = wᵀz + b.

    û = u + (m(wᵀu) − wᵀu)·w/‖w‖² with m(a) = softplus(a) − 1, so that gap = 1 + wᵀû = softplus(wᵀu) > 0.
    log|det| = log(1 + wᵀû·h′(s)). The inverse solves s + wᵀû·h(s) = wᵀx + b.
    """

    def __init__(self, dimensions, ridge):
        super().__init__()
        self.ridge = ridge
        self.u = nn.Parameter(torch.zeros(dimensions))
        self.w = nn.Parameter(torch.ones(dimensions))
        self.b = nn.Parameter(torch.zeros(1))

    def direction(self):
        dot = self.w @ self.u
        gap = nn.functional.softplus(dot)
        return self.u + (gap - 1 - dot) * self.w / (self.w @ self.w), gap

    def log_slope(self, s, gap):
        flatness = self.ridge.flatness(s)
        return (flatness + (1 - flatness) * gap).log()

    def forward(self, z, context=None):
        u_hat, gap = self.direction()
        s = z @ self.w + self.b
        return z + self.ridge.h(s).unsqueeze(1) * u_hat, self.log_slope(s, gap)

    def inverse(self, x, context=None):
        u_hat, gap = self.direction()
        s = self.ridge.solve(x @ self.w + self.b, gap)
        return x - self.ridge.h(s).unsqueeze(1) * u_hat, -self.log_slope(s, gap)
