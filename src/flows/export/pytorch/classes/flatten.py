class Flatten(nn.Module):
    """Images z [n, height, width, channels] as rows x [n, height·width·channels]; it preserves volume."""

    def __init__(self, shape):
        super().__init__()
        self.shape = shape

    def forward(self, z, context=None):
        return z.reshape(z.shape[0], -1), z.new_zeros(z.shape[0])

    def inverse(self, x, context=None):
        return x.reshape(-1, *self.shape), x.new_zeros(x.shape[0])
