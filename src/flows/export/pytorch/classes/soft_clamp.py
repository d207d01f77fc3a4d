class SoftClamp:
    """s = bound·tanh(gain·u): no slope is steeper than exp(bound) or flatter than exp(−bound)."""

    def __init__(self, bound, gain):
        self.bound = bound
        self.gain = gain

    def __call__(self, u):
        return self.bound * torch.tanh(self.gain * u)
