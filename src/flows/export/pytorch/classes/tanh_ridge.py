class TanhRidge:
    """h(s) = tanh(s)."""

    def __init__(self, tolerance, steps):
        self.tolerance = tolerance
        self.steps = steps

    def h(self, s):
        return torch.tanh(s)

    def flatness(self, s):
        """1 − h′(s)"""
        return torch.tanh(s) ** 2

    def solve(self, a, gap):
        """The s with s + (gap − 1)·tanh(s) = a. The left side rises, since gap > 0."""

        def equation(s):
            h = torch.tanh(s)
            return s + (gap - 1) * h - a, h**2 + gap * (1 - h**2)

        reach = (gap - 1).abs()
        return bracketed_root(equation, a - reach, a + reach, self.tolerance, self.steps)
