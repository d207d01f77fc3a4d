class RescaledTanh(nn.Module):
    """θ = (t, r⊙tanh(u)), where (t, u) is what the conditioner gives and r is trained for each channel."""

    def __init__(self, of, channels):
        super().__init__()
        self.of = of
        # In a list it is saved after the conditioner's own, not before them.
        self.bounds = nn.ParameterList([nn.Parameter(torch.ones(channels))])

    def forward(self, kept, context=None):
        t, u = self.of(kept, context).unbind(-1)
        return torch.stack([t, self.bounds[0] * torch.tanh(u)], -1)
