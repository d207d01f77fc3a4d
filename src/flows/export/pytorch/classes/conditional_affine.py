class ConditionalAffine(nn.Module):
    """Each row shifted and stretched as its context says: x = μ + z⊙exp(½ℓ), μ and ℓ = log σ² affine in the context."""

    def __init__(self, dimensions, context):
        super().__init__()
        self.mean = Linear(context, dimensions)
        self.log_variance = Linear(context, dimensions)

    def forward(self, z, context):
        s = 0.5 * self.log_variance(context)
        return self.mean(context) + z * s.exp(), s.sum(1)

    def inverse(self, x, context):
        s = 0.5 * self.log_variance(context)
        return (x - self.mean(context)) * (-s).exp(), -s.sum(1)
