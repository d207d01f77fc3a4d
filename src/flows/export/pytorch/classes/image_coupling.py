class ImageCoupling(nn.Module):
    """Coupling of images, https://arxiv.org/abs/1807.03039: one half stays (`keep`) and decides how the other is moved."""

    def __init__(self, split, keep, transformer, conditioner):
        super().__init__()
        self.split = split
        self.keep = keep
        self.transformer = transformer
        self.conditioner = conditioner

    def move(self, curve, whole, context):
        first, second = self.split.split(whole)
        kept, moved = (first, second) if self.keep == "first" else (second, first)
        moved, log_slope = curve(moved, self.conditioner(kept, context))
        first, second = (kept, moved) if self.keep == "first" else (moved, kept)
        return self.split.join(first, second), log_slope.flatten(1).sum(1)

    def forward(self, z, context=None):
        return self.move(self.transformer.forward, z, context)

    def inverse(self, x, context=None):
        return self.move(self.transformer.inverse, x, context)
