class AmortisedPlanar(nn.Module):
    """Planar flow whose w, b and u are affine in the context, row by row: x = z + û·h(s), s = wᵀz + b.

    u = free + log(e − 1)·w/‖w‖², and û = u + (m(wᵀu) − wᵀu)·w/‖w‖², m(a) = softplus(a) − 1: free = 0 is the identity.
    """

    def __init__(self, dimensions, context, ridge):
        super().__init__()
        self.ridge = ridge
        self.across = Linear(context, dimensions)
        self.along = Linear(context, dimensions)
        self.offset = Linear(context, 1)

    def directions(self, context):
        identity = math.log(math.e - 1)
        w, free = self.along(context), self.across(context)
        dot = (w * free).sum(1, keepdim=True) + identity
        gap = nn.functional.softplus(dot)
        u_hat = free + w * (gap - 1 - dot + identity) / (w**2).sum(1, keepdim=True)
        return w, self.offset(context), u_hat, gap

    def log_slope(self, s, gap):
        flatness = self.ridge.flatness(s)
        return (flatness + (1 - flatness) * gap).log().squeeze(1)

    def forward(self, z, context):
        w, b, u_hat, gap = self.directions(context)
        s = (z * w).sum(1, keepdim=True) + b
        return z + u_hat * self.ridge.h(s), self.log_slope(s, gap)

    def inverse(self, x, context):
        w, b, u_hat, gap = self.directions(context)
        s = self.ridge.solve((x * w).sum(1, keepdim=True) + b, gap)
        return x - u_hat * self.ridge.h(s), -self.log_slope(s, gap)
