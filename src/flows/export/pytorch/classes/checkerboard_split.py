class CheckerboardSplit:
    """The pixels where row + column is even, and those where it is odd; each half closes up in its rows."""

    def turn_odd_rows(self, pairs):
        odd = torch.arange(pairs.shape[1]) % 2 == 1
        return torch.where(odd.reshape(-1, 1, 1, 1), pairs.flip(3), pairs)

    def split(self, whole):
        n, height, width, channels = whole.shape
        pairs = self.turn_odd_rows(whole.reshape(n, height, width // 2, 2, channels))
        return pairs[:, :, :, 0], pairs[:, :, :, 1]

    def join(self, first, second):
        n, height, half, channels = first.shape
        pairs = self.turn_odd_rows(torch.stack([first, second], 3))
        return pairs.reshape(n, height, 2 * half, channels)
