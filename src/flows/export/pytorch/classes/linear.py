class Linear(nn.Module):
    """h W + b, W [inputs, outputs]. Where a mask is 0, the weight counts as 0."""

    def __init__(self, inputs, outputs, mask=None):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.register_buffer("mask", mask, persistent=False)

    def forward(self, h):
        weight = self.weight if self.mask is None else self.weight * self.mask
        return h @ weight + self.bias
