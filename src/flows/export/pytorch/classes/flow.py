class Composition(nn.Module):
    """Layers in reading order, z → layers[0] → … → x. Their log-determinants add up."""

    def __init__(self, layers):
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, z, context=None):
        total = z.new_zeros(z.shape[0])
        for layer in self.layers:
            z, log_det = layer(z, context)
            total = total + log_det
        return z, total

    def inverse(self, x, context=None):
        total = x.new_zeros(x.shape[0])
        for layer in reversed(self.layers):
            x, log_det = layer.inverse(x, context)
            total = total + log_det
        return x, total


class Flow(nn.Module):
    """A base density pushed through a bijection: log p(x) = log p_base(z) + log|det ∂z/∂x|, in nats."""

    def __init__(self, base, bijection):
        super().__init__()
        self.base = base
        self.bijection = bijection

    def log_prob(self, x, context=None):
        z, log_det = self.bijection.inverse(x, context)
        return self.base.log_prob(z, context) + log_det

    def sample(self, n, context=None):
        x, _ = self.bijection(self.base.sample(n, context), context)
        return x
