class Coupling(nn.Module):
    """Coupling layer, https://arxiv.org/abs/1605.08803: what the mask keeps (1) decides how the rest (0) is moved.

    x = m⊙z + (1−m)⊙τ(z; θ), θ = conditioner(m⊙z), log|det| = Σ (1−m)⊙log|∂τ/∂z|
    """

    def __init__(self, mask, transformer, conditioner):
        super().__init__()
        self.register_buffer("mask", torch.tensor(mask, dtype=torch.get_default_dtype()), persistent=False)
        self.transformer = transformer
        self.conditioner = conditioner

    def forward(self, z, context=None):
        kept = self.mask * z
        x, log_slope = self.transformer.forward(z, self.conditioner(kept, context))
        return kept + (1 - self.mask) * x, ((1 - self.mask) * log_slope).sum(1)

    def inverse(self, x, context=None):
        kept = self.mask * x
        z, log_slope = self.transformer.inverse(x, self.conditioner(kept, context))
        return kept + (1 - self.mask) * z, ((1 - self.mask) * log_slope).sum(1)
