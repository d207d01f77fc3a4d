class SigmoidGate:
    """s = log(σ(u + shift) + floor): a gate that only contracts."""

    def __init__(self, shift, floor):
        self.shift = shift
        self.floor = floor

    def __call__(self, u):
        if self.floor == 0:
            return nn.functional.logsigmoid(u + self.shift)
        return (torch.sigmoid(u + self.shift) + self.floor).log()
