class Squeeze(nn.Module):
    """Space to channels: every 2 × 2 block of pixels of x [n, h, w, c] is one pixel of z [n, h/2, w/2, 4c].

    z[n, i, j, 4·c + 2·dy + dx] = x[n, 2i + dy, 2j + dx, c]
    """

    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, z, context=None):
        height, width, channels = self.shape
        blocks = z.reshape(-1, height // 2, width // 2, channels, 2, 2)
        x = blocks.permute(0, 1, 4, 2, 5, 3).reshape(-1, height, width, channels)
        return x, z.new_zeros(z.shape[0])

    def inverse(self, x, context=None):
        height, width, channels = self.shape
        pixels = x.reshape(-1, height // 2, 2, width // 2, 2, channels)
        z = pixels.permute(0, 1, 3, 5, 2, 4).reshape(-1, height // 2, width // 2, 4 * channels)
        return z, x.new_zeros(x.shape[0])
