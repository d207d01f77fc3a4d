class Level(nn.Module):
    """One scale: noise [n, *shape] joins what the coarser levels give, and both go through `map`.

    `noise` says which half of the channels it is; None, on the coarsest level, where it is all. A prior makes
    N(μ, e^(2s)) of it, where it reads (μ, s) off the other half: noise·e^s + μ.
    """

    def __init__(self, map, noise, shape, prior):
        super().__init__()
        self.map = map
        self.noise = noise
        self.shape = shape
        self.prior = prior

    def forward(self, noise, rest, context):
        log_det = noise.new_zeros(noise.shape[0])
        if self.prior is not None:
            mean, s = self.prior(rest, context).unbind(-1)
            noise = noise * s.exp() + mean
            log_det = s.flatten(1).sum(1)
        halves = {None: [noise], "first": [noise, rest], "second": [rest, noise]}[self.noise]
        x, of_map = self.map(torch.cat(halves, 3), context)
        return x, log_det + of_map

    def inverse(self, x, context):
        whole, log_det = self.map.inverse(x, context)
        first, second = (whole, torch.zeros_like(whole)) if self.noise is None else whole.chunk(2, 3)
        noise, rest = (second, first) if self.noise == "second" else (first, second)
        if self.prior is not None:
            mean, s = self.prior(rest, context).unbind(-1)
            noise = (noise - mean) * (-s).exp()
            log_det = log_det - s.flatten(1).sum(1)
        return noise, rest, log_det
