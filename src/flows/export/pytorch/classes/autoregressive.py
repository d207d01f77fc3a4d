class Autoregressive(nn.Module):
    """Autoregressive layer, https://arxiv.org/abs/1705.07057: xᵢ = τ(zᵢ; θᵢ), and θᵢ reads the x that come before i in `order`.

    Scoring knows all of x and takes one pass. Sampling settles one dimension after the other.
    """

    def __init__(self, order, transformer, conditioner):
        super().__init__()
        self.order = order
        self.transformer = transformer
        self.conditioner = conditioner

    def forward(self, z, context=None):
        x = torch.zeros_like(z)
        total = z.new_zeros(z.shape[0])
        for i in self.order:
            theta = self.conditioner(x, context)[:, i : i + 1]
            settled, log_slope = self.transformer.forward(z[:, i : i + 1], theta)
            x = torch.cat([x[:, :i], settled, x[:, i + 1 :]], 1)
            total = total + log_slope.squeeze(1)
        return x, total

    def inverse(self, x, context=None):
        z, log_slope = self.transformer.inverse(x, self.conditioner(x, context))
        return z, log_slope.sum(1)
