class Ignore(nn.Module):
    """[context, h] W + b: a layer that does not read the time."""

    def __init__(self, inputs, outputs, context):
        super().__init__()
        self.layer = Linear(context + inputs, outputs)

    def forward(self, h, t, context):
        return self.layer(torch.cat([context, h], 1))
