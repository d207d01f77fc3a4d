class Convolution(nn.Module):
    """h ⋆ K + b on images [n, height, width, channels], as large as they came; K [side, side, inputs, outputs].

    With a learned gain it is multiplied by exp(3·log_gain), one for each channel, as in Glow.
    """

    def __init__(self, side, inputs, outputs, gain):
        super().__init__()
        self.kernel = nn.Parameter(torch.zeros(side, side, inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.log_gain = nn.Parameter(torch.zeros(outputs)) if gain == "learned" else None

    def forward(self, h):
        # PyTorch has channels first, in images and kernels.
        image, kernel = h.permute(0, 3, 1, 2), self.kernel.permute(3, 2, 0, 1)
        result = nn.functional.conv2d(image, kernel, self.bias, padding="same").permute(0, 2, 3, 1)
        return result if self.log_gain is None else result * (3 * self.log_gain).exp()
