class Householder(nn.Module):
    """Mirrors one after the other, z ← z − 2 (z·v) v / ‖v‖² for each row v of `vectors`: an orthogonal matrix."""

    def __init__(self, dimensions, reflections):
        super().__init__()
        self.vectors = nn.Parameter(torch.ones(reflections, dimensions))

    def reflect(self, points, vectors):
        for v in vectors:
            points = points - 2 * (points @ v / (v @ v)).unsqueeze(1) * v
        return points, points.new_zeros(points.shape[0])

    def forward(self, z, context=None):
        return self.reflect(z, self.vectors)

    def inverse(self, x, context=None):
        return self.reflect(x, self.vectors.flip(0))
