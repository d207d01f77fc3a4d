class RungeKutta:
    """Equal steps of an explicit Runge–Kutta method: k_i = f(t + c_i h, y + h Σ a_ij k_j), y ← y + h Σ b_i k_i."""

    def __init__(self, steps, nodes, rows, weights):
        self.steps = steps
        self.nodes = nodes
        self.rows = rows
        self.weights = weights

    def solve(self, slope, y, start, end):
        h = (end - start) / self.steps
        for step in range(self.steps):
            slopes = []
            for node, row in zip(self.nodes, self.rows):
                at = y + h * sum(a * k for a, k in zip(row, slopes))
                slopes.append(slope(start + (step + node) * h, at))
            y = y + h * sum(b * k for b, k in zip(self.weights, slopes))
        return y
