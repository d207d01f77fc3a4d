class ChannelSplit:
    """The first half of the channels, and the second."""

    def split(self, whole):
        return whole.chunk(2, 3)

    def join(self, first, second):
        return torch.cat([first, second], 3)
