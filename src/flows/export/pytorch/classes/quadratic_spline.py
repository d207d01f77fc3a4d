class QuadraticSpline:
    """Piecewise-quadratic spline, https://arxiv.org/abs/1808.03856: θ holds widths and slopes at the knots.

    x = x_k + w(d_k ξ + ½(d_{k+1} − d_k)ξ²), ξ = (z − z_k)/w, log|∂x/∂z| = log(d_k + (d_{k+1} − d_k)ξ); slopes are scaled to
    carry the interval onto itself. With linear ends the slope there is 1, or what `end_weight` makes of it.
    """

    def __init__(self, bins, interval, ends, min_width, min_slope, height_floor, end_weight):
        self.params_per_dim = 2 * bins - 1 if ends == "linear" else 2 * bins + 1
        self.bins = bins
        self.interval = interval
        self.ends = ends
        self.min_width = min_width
        self.min_slope = min_slope
        self.height_floor = height_floor
        self.end_weight = end_weight

    def tables(self, theta):
        left, right = self.interval
        u, v = theta.split([self.bins, self.params_per_dim - self.bins], -1)
        z, width = cut_interval(u, self.interval, self.min_width)
        shares = width / (right - left)
        heights = nn.functional.softplus(v) + self.height_floor
        if self.ends == "linear":
            at_ends = shares[..., :1] * heights[..., :1] + shares[..., -1:] * heights[..., -1:]
            between = (0.5 * (heights[..., :-1] + heights[..., 1:]) * shares[..., 1:-1]).sum(-1, keepdim=True)
            end = (self.end_weight * at_ends + between) / (1 - 0.5 * (shares[..., :1] + shares[..., -1:]))
            heights = torch.cat([end, heights, end], -1)
        area = (0.5 * (heights[..., :-1] + heights[..., 1:]) * shares).sum(-1, keepdim=True)
        slopes = self.min_slope + (1 - self.min_slope) * heights / area
        rises = 0.5 * (slopes[..., :-1] + slopes[..., 1:]) * width
        x = left + torch.cumsum(rises, -1) - rises
        return z, width, x, slopes[..., :-1], slopes[..., 1:]

    def forward(self, z, theta):
        tables = self.tables(theta)

        def curve(inside):
            k = bin_of(inside, tables[0])
            z_k, w, x_k, d, following = (entry(table, k) for table in tables)
            xi = (inside - z_k) / w
            steepening = (following - d) * xi
            return x_k + w * xi * (d + 0.5 * steepening), (d + steepening).log()

        return inside_only(z, self.interval, curve)

    def inverse(self, x, theta):
        tables = self.tables(theta)

        def curve(inside):
            k = bin_of(inside, tables[2])
            z_k, w, x_k, d, following = (entry(table, k) for table in tables)
            risen = (inside - x_k) / w
            # The root of the discriminant is the slope at ξ.
            slope = (d**2 + 2 * (following - d) * risen).clamp(min=1e-30).sqrt()
            return z_k + w * 2 * risen / (d + slope), -slope.log()

        return inside_only(x, self.interval, curve)
