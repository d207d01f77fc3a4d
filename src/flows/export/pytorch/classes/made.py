class Made(Mlp):
    """A multilayer perceptron with masks, so that θ of a dimension reads those before it in `order`."""

    def __init__(self, order, context, hidden, activation, params_per_dim):
        masks = made_masks(order, hidden, context, params_per_dim)
        super().__init__(len(order), context, hidden, activation, params_per_dim, masks)
