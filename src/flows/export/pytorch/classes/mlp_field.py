class MlpField(nn.Module):
    """The velocity v(z, t) as a network, with an activation after every layer but the last."""

    def __init__(self, dimensions, context, layer, hidden, activation):
        super().__init__()
        self.context = context
        self.activation = activation
        widths = [dimensions, *hidden, dimensions]
        self.layers = nn.ModuleList(layer(*sizes, context) for sizes in zip(widths, widths[1:]))

    def forward(self, z, t, context=None):
        # A field that reads no context ignores the one it is given.
        context = context if self.context > 0 else z[:, :0]
        h = z
        for layer in self.layers[:-1]:
            h = self.activation(layer(h, t, context))
        return self.layers[-1](h, t, context)
