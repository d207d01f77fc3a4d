class Permutation(nn.Module):
    """x[:, i] = z[:, order[i]]: another order of the dimensions, which preserves volume."""

    def __init__(self, order):
        super().__init__()
        self.register_buffer("order", torch.tensor(order), persistent=False)
        self.register_buffer("back", torch.argsort(self.order), persistent=False)

    def forward(self, z, context=None):
        return z[:, self.order], z.new_zeros(z.shape[0])

    def inverse(self, x, context=None):
        return x[:, self.back], x.new_zeros(x.shape[0])
