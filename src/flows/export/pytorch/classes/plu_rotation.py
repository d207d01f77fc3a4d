class PluRotation(nn.Module):
    """A trained matrix W = P·L·(U + diag(signs ⊙ exp(log_scale))), as in Glow, on the scoring side: z = W x.

    P and the signs stay fixed. `factors` packs L below the diagonal, U above it and log_scale on it.
    """

    def __init__(self, dimensions):
        super().__init__()
        self.factors = nn.Parameter(torch.zeros(dimensions, dimensions))
        self.register_buffer("permutation", torch.eye(dimensions))
        self.register_buffer("signs", torch.ones(dimensions))

    def lower_upper(self):
        log_scale = self.factors.diagonal()
        lower = torch.tril(self.factors, -1) + torch.eye(len(log_scale))
        upper = torch.triu(self.factors, 1) + torch.diag(self.signs * log_scale.exp())
        return lower, upper, log_scale.sum()

    def forward(self, z, context=None):
        lower, upper, log_det = self.lower_upper()
        between = torch.linalg.solve_triangular(lower, self.permutation.T @ z.T, upper=False)
        x = torch.linalg.solve_triangular(upper, between, upper=True).T
        return x, (-log_det).expand(z.shape[0])

    def inverse(self, x, context=None):
        lower, upper, log_det = self.lower_upper()
        return x @ (self.permutation @ lower @ upper).T, log_det.expand(x.shape[0])
