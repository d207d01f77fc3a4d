class LuLinear(nn.Module):
    """A trained matrix W = LU: x = W z + bias, and log|det W| = Σ log diag(U).

    `factors` packs L below the diagonal, U above it, and on it what softplus(·) + epsilon makes U's diagonal.
    """

    def __init__(self, dimensions, epsilon):
        super().__init__()
        self.epsilon = epsilon
        self.factors = nn.Parameter(torch.zeros(dimensions, dimensions))
        self.bias = nn.Parameter(torch.zeros(dimensions))

    def lower_upper(self):
        diagonal = nn.functional.softplus(self.factors.diagonal()) + self.epsilon
        lower = torch.tril(self.factors, -1) + torch.eye(len(diagonal))
        upper = torch.triu(self.factors, 1) + torch.diag(diagonal)
        return lower, upper, diagonal.log().sum()

    def forward(self, z, context=None):
        lower, upper, log_det = self.lower_upper()
        return z @ (lower @ upper).T + self.bias, log_det.expand(z.shape[0])

    def inverse(self, x, context=None):
        lower, upper, log_det = self.lower_upper()
        between = torch.linalg.solve_triangular(lower, (x - self.bias).T, upper=False)
        z = torch.linalg.solve_triangular(upper, between, upper=True).T
        return z, (-log_det).expand(x.shape[0])
