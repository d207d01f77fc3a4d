class LinearSpline:
    """Piecewise-linear spline, https://arxiv.org/abs/1808.03856: bins of one width, whose heights are θ's softmax."""

    def __init__(self, bins, interval, min_height):
        self.params_per_dim = bins
        self.bins = bins
        self.interval = interval
        self.min_height = min_height

    def lines(self, theta):
        left, right = self.interval
        width = (right - left) / self.bins
        x, heights = cut_interval(theta, self.interval, self.min_height)
        z = (left + width * torch.arange(self.bins)).expand_as(x)
        return z, x, heights / width

    def forward(self, z, theta):
        z_edges, x_edges, slopes = self.lines(theta)

        def curve(inside):
            k = bin_of(inside, z_edges)
            slope = entry(slopes, k)
            return entry(x_edges, k) + slope * (inside - entry(z_edges, k)), slope.log()

        return inside_only(z, self.interval, curve)

    def inverse(self, x, theta):
        z_edges, x_edges, slopes = self.lines(theta)

        def curve(inside):
            k = bin_of(inside, x_edges)
            slope = entry(slopes, k)
            return entry(z_edges, k) + (inside - entry(x_edges, k)) / slope, -slope.log()

        return inside_only(x, self.interval, curve)
