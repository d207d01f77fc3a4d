class LeakyRidge:
    """h(s) = s where s > 0, slope·s elsewhere."""

    def __init__(self, slope):
        self.slope = slope

    def h(self, s):
        return torch.where(s > 0, s, self.slope * s)

    def flatness(self, s):
        """1 − h′(s)"""
        return torch.where(s > 0, torch.zeros_like(s), torch.full_like(s, 1 - self.slope))

    def solve(self, a, gap):
        """The s with s + (gap − 1)·h(s) = a: s and a have the same sign."""
        flatness = self.flatness(a)
        return a / (flatness + (1 - flatness) * gap)
