class SoftClip:
    """s = u / (1 + |u|/bound): |s| < bound."""

    def __init__(self, bound):
        self.bound = bound

    def __call__(self, u):
        return u / (1 + u.abs() / self.bound)
