class MultiScale(nn.Module):
    """Multi-scale composition, https://arxiv.org/abs/1605.08803: at each scale part of the image is noise, the rest goes on.

    Levels stand from the coarsest to the finest. z [n, D] holds the finest level's noise first; x is an image.
    """

    def __init__(self, levels):
        super().__init__()
        self.levels = nn.ModuleList(levels)

    def forward(self, z, context=None):
        x, end = None, z.shape[1]
        total = z.new_zeros(z.shape[0])
        for level in self.levels:
            start = end - math.prod(level.shape)
            noise = z[:, start:end].reshape(-1, *level.shape)
            x, log_det = level(noise, torch.zeros_like(noise) if x is None else x, context)
            total = total + log_det
            end = start
        return x, total

    def inverse(self, x, context=None):
        parts = []
        total = x.new_zeros(x.shape[0])
        for level in reversed(self.levels):
            noise, x, log_det = level.inverse(x, context)
            parts.append(noise.flatten(1))
            total = total + log_det
        return torch.cat(parts, 1), total
