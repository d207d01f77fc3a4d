class ResidualMade(ResidualMlp):
    """A residual network with masks, so that θ of a dimension reads those before it in `order`."""

    def __init__(self, order, context, width, blocks, activation, params_per_dim):
        masks = made_masks(order, [width, width], context, params_per_dim)
        super().__init__(len(order), context, width, blocks, activation, params_per_dim, masks)
