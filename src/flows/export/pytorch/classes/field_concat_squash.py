class ConcatSquash(nn.Module):
    """(h W + b)⊙σ(c W_g + b_g) + c W_s, c = [t, context]: time and context open gates and shift."""

    def __init__(self, inputs, outputs, context):
        super().__init__()
        self.layer = Linear(inputs, outputs)
        self.gate = Linear(1 + context, outputs)
        # In a list it is saved after the layers above, not before them.
        self.shift = nn.ParameterList([nn.Parameter(torch.zeros(1 + context, outputs))])

    def forward(self, h, t, context):
        c = torch.cat([torch.full_like(h[:, :1], t), context], 1)
        return self.layer(h) * torch.sigmoid(self.gate(c)) + c @ self.shift[0]
