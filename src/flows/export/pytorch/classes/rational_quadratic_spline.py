class RationalQuadraticSpline:
    """Monotone rational-quadratic spline, https://arxiv.org/abs/1906.04032: θ holds widths, heights, slopes at the knots.

    In a bin, with ξ = (z − z_k)/w, s = h/w and D = s + (d_k + d_{k+1} − 2s) ξ(1−ξ):
    x = x_k + h (sξ² + d_k ξ(1−ξ)) / D
    log|∂x/∂z| = 2 log s + log(d_{k+1}ξ² + 2sξ(1−ξ) + d_k(1−ξ)²) − 2 log D
    """

    def __init__(self, bins, interval, ends, min_width, min_height, min_slope, sharpness):
        self.params_per_dim = 3 * bins - 1 if ends == "linear" else 3 * bins + 1
        self.bins = bins
        self.interval = interval
        self.ends = ends
        self.min_width = min_width
        self.min_height = min_height
        self.min_slope = min_slope
        self.sharpness = sharpness

    def tables(self, theta):
        widths, heights, slopes = theta.split([self.bins, self.bins, self.params_per_dim - 2 * self.bins], -1)
        z, width = cut_interval(widths, self.interval, self.min_width)
        x, height = cut_interval(heights, self.interval, self.min_height)
        # softplus(βu)/β + min_slope: this sharpness β makes it 1 at u = 0.
        knots = nn.functional.softplus(slopes * self.sharpness) / self.sharpness + self.min_slope
        if self.ends == "linear":
            knots = nn.functional.pad(knots, (1, 1), value=1.0)
        return z, width, x, height, knots[..., :-1], knots[..., 1:]

    def log_slope(self, xi, s, left, right, denominator):
        numerator = right * xi**2 + 2 * s * xi * (1 - xi) + left * (1 - xi) ** 2
        return 2 * s.log() + numerator.log() - 2 * denominator.log()

    def forward(self, z, theta):
        tables = self.tables(theta)

        def curve(inside):
            k = bin_of(inside, tables[0])
            z_k, w, x_k, h, left, right = (entry(table, k) for table in tables)
            s = h / w
            xi = (inside - z_k) / w
            denominator = s + (left + right - 2 * s) * xi * (1 - xi)
            x = x_k + h * (s * xi**2 + left * xi * (1 - xi)) / denominator
            return x, self.log_slope(xi, s, left, right, denominator)

        return inside_only(z, self.interval, curve)

    def inverse(self, x, theta):
        tables = self.tables(theta)

        def curve(inside):
            k = bin_of(inside, tables[2])
            z_k, w, x_k, h, left, right = (entry(table, k) for table in tables)
            s = h / w
            # aξ² + bξ + c = 0, by the root that does not cancel.
            shared = (inside - x_k) * (left + right - 2 * s)
            a = h * (s - left) + shared
            b = h * left - shared
            c = -s * (inside - x_k)
            xi = -2 * c / (b + (b**2 - 4 * a * c).clamp(min=0).sqrt())
            denominator = s + (left + right - 2 * s) * xi * (1 - xi)
            return z_k + xi * w, -self.log_slope(xi, s, left, right, denominator)

        return inside_only(x, self.interval, curve)
