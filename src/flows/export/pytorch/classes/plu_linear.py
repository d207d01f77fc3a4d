class PluLinear(nn.Module):
    """A trained matrix W = P·L·(U + diag(signs ⊙ exp(log_scale))), as in Glow, on the scoring side: z = x W for rows x.

    `order` is P and stays fixed, as the signs do. `factors` packs L below the diagonal, U above it and log_scale on it.
    """

    def __init__(self, order, signs):
        super().__init__()
        self.register_buffer("order", torch.tensor(order), persistent=False)
        self.register_buffer("back", torch.argsort(self.order), persistent=False)
        self.register_buffer("signs", torch.tensor(signs, dtype=torch.get_default_dtype()), persistent=False)
        self.factors = nn.Parameter(torch.zeros(len(order), len(order)))

    def lower_upper(self):
        log_scale = self.factors.diagonal()
        lower = torch.tril(self.factors, -1) + torch.eye(len(log_scale))
        upper = torch.triu(self.factors, 1) + torch.diag(self.signs * log_scale.exp())
        return lower, upper, log_scale.sum()

    def forward(self, z, context=None):
        lower, upper, log_det = self.lower_upper()
        # y L U = z for rows y, so Uᵀ (Lᵀ yᵀ) = zᵀ.
        between = torch.linalg.solve_triangular(upper.T, z.T, upper=False)
        y = torch.linalg.solve_triangular(lower.T, between, upper=True).T
        return y[:, self.order], (-log_det).expand(z.shape[0])

    def inverse(self, x, context=None):
        lower, upper, log_det = self.lower_upper()
        return x[:, self.back] @ lower @ upper, log_det.expand(x.shape[0])
