class Dopri5:
    """Dormand–Prince 5(4), https://doi.org/10.1016/0771-050X(80)90013-3: steps are as long as their error allows.

    A step is kept if the root mean square of its estimated error, in units of absolute + relative·|y|, is at most 1.
    `errors` weighs the seven slopes for that estimate, `halfway` for the state in the middle of a step. The last step may
    pass the end, which is then read off the quartic through its ends and its middle.
    """

    def __init__(self, relative, absolute, max_steps, nodes, rows, weights, errors, halfway, safety, growth, shrink):
        self.relative = relative
        self.absolute = absolute
        self.max_steps = max_steps
        self.nodes = nodes
        self.rows = rows
        self.weights = weights
        self.errors = errors
        self.halfway = halfway
        self.safety = safety
        self.growth = growth
        self.shrink = shrink

    def size(self, error, *references):
        largest = torch.stack([reference.abs() for reference in references]).amax(0)
        return float((error / (self.absolute + self.relative * largest)).pow(2).mean().sqrt())

    def first_step(self, slope, y, first, start, direction):
        d0, d1 = self.size(y, y), self.size(first, y)
        h0 = 1e-6 if d0 < 1e-5 or d1 < 1e-5 else 0.01 * d0 / d1
        d2 = self.size(slope(start + direction * h0, y + direction * h0 * first) - first, y) / h0
        h1 = max(1e-6, h0 * 1e-3) if d1 <= 1e-15 and d2 <= 1e-15 else (0.01 / max(d1, d2)) ** (1 / 5)
        return min(100 * h0, h1)

    def between(self, s, h, y, reached, slopes):
        """The state at the share s of a step from y to `reached`."""
        if s == 1:
            return reached
        middle = y + h * sum(w * k for w, k in zip(self.halfway, slopes))
        return (
            (1 - 11 * s**2 + 18 * s**3 - 8 * s**4) * y
            + 16 * (s**2 - 2 * s**3 + s**4) * middle
            + (-5 * s**2 + 14 * s**3 - 8 * s**4) * reached
            + h * (s - 4 * s**2 + 5 * s**3 - 2 * s**4) * slopes[0]
            + h * (s**2 - 3 * s**3 + 2 * s**4) * slopes[-1]
        )

    def solve(self, slope, y, start, end):
        direction = 1 if end >= start else -1
        t, first = start, slope(start, y)
        length = self.first_step(slope, y, first, start, direction)
        for _ in range(self.max_steps):
            h = direction * length
            slopes = [first]
            for node, row in zip(self.nodes[1:], self.rows[1:]):
                slopes.append(slope(t + node * h, y + h * sum(a * k for a, k in zip(row, slopes))))
            reached = y + h * sum(b * k for b, k in zip(self.weights, slopes))
            slopes.append(slope(t + h, reached))
            error = h * sum(e * k for e, k in zip(self.errors, slopes))
            ratio = self.size(error, y, reached)
            if not math.isfinite(ratio):
                raise ArithmeticError(f"dopri5: the state is no longer finite after the step from t = {t}")
            if ratio <= 1:
                if direction * (t + h - end) >= 0:
                    return self.between((end - t) / h, h, y, reached, slopes)
                t, y, first = t + h, reached, slopes[-1]
            wanted = self.growth if ratio == 0 else self.safety * ratio ** (-1 / 5)
            length = length * min(self.growth, max(wanted, 1 if ratio < 1 else self.shrink))
        raise ArithmeticError(f"dopri5: {self.max_steps} steps were not enough; the solution stands at t = {t}")
