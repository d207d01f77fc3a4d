class VolumePreservingCoupling(nn.Module):
    """Affine coupling that keeps volume, GIN, https://arxiv.org/abs/2001.04872: x = m⊙z + (1−m)⊙(z⊙exp(s) + t).

    s = scale(u) less its mean over the dimensions that move, (t, u) = conditioner(m⊙z); so log|det| = 0.
    """

    def __init__(self, mask, scale, conditioner):
        super().__init__()
        self.register_buffer("mask", torch.tensor(mask, dtype=torch.get_default_dtype()), persistent=False)
        self.scale = scale
        self.conditioner = conditioner

    def shift_and_log_slope(self, kept, context):
        t, u = self.conditioner(kept, context).unbind(-1)
        s, free = self.scale(u), 1 - self.mask
        return t, s - (s * free).sum(1, keepdim=True) / free.sum()

    def forward(self, z, context=None):
        kept = self.mask * z
        t, s = self.shift_and_log_slope(kept, context)
        return kept + (1 - self.mask) * (z * s.exp() + t), z.new_zeros(z.shape[0])

    def inverse(self, x, context=None):
        kept = self.mask * x
        t, s = self.shift_and_log_slope(kept, context)
        return kept + (1 - self.mask) * (x - t) * (-s).exp(), x.new_zeros(x.shape[0])
