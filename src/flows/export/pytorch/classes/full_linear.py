class FullLinear(nn.Module):
    """A trained matrix without any parametrisation, on the scoring side: z = W x, log|det ∂z/∂x| = log|det W|."""

    def __init__(self, dimensions):
        super().__init__()
        self.weights = nn.Parameter(torch.eye(dimensions))

    def forward(self, z, context=None):
        x = torch.linalg.solve(self.weights, z.T).T
        return x, (-torch.linalg.slogdet(self.weights)[1]).expand(z.shape[0])

    def inverse(self, x, context=None):
        return x @ self.weights.T, torch.linalg.slogdet(self.weights)[1].expand(x.shape[0])
