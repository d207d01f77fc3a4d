class Pixelwise(nn.Module):
    """The same map of vectors at every pixel of [n, height, width, channels]; log-determinants add up over pixels."""

    def __init__(self, shape, of):
        super().__init__()
        self.shape = shape
        self.of = of

    def at_pixels(self, apply, images, context):
        height, width, channels = self.shape
        if context is not None:
            context = context.repeat_interleave(height * width, 0)
        result, log_det = apply(images.reshape(-1, channels), context)
        return result.reshape(-1, *self.shape), log_det.reshape(-1, height * width).sum(1)

    def forward(self, z, context=None):
        return self.at_pixels(self.of.forward, z, context)

    def inverse(self, x, context=None):
        return self.at_pixels(self.of.inverse, x, context)
