def concat_elu(h):
    """ELU of h and of −h side by side: no unit is ever silent."""
    return torch.cat([nn.functional.elu(h), nn.functional.elu(-h)], 3)


class GatedConvolution(nn.Module):
    """c = concat_elu(h) ⋆ K, then v⊙σ(g), with v and g 1 × 1 convolutions of concat_elu(c)."""

    def __init__(self, channels):
        super().__init__()
        self.mix = Convolution(3, 2 * channels, channels, "none")
        self.value = Convolution(1, 2 * channels, channels, "none")
        self.gate = Convolution(1, 2 * channels, channels, "none")

    def forward(self, h):
        c = concat_elu(self.mix(concat_elu(h)))
        return self.value(c) * torch.sigmoid(self.gate(c))


class SelfAttention(nn.Module):
    """Gated multi-head self-attention over the pixels of h plus a trained embedding of their places."""

    def __init__(self, pixels, channels, heads):
        super().__init__()
        self.heads = heads
        self.place = nn.Parameter(torch.zeros(pixels, channels))
        self.query = Linear(channels, channels)
        self.key = Linear(channels, channels)
        self.value = Linear(channels, channels)
        self.result = Linear(channels, channels)
        self.gate = Linear(channels, channels)

    def by_head(self, rows):
        n, pixels, channels = rows.shape
        return rows.reshape(n, pixels, self.heads, channels // self.heads).transpose(1, 2)

    def forward(self, h):
        rows = h.flatten(1, 2) + self.place
        q, k, v = self.by_head(self.query(rows)), self.by_head(self.key(rows)), self.by_head(self.value(rows))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(q.shape[-1]), -1)
        heard = (weights @ v).transpose(1, 2).reshape(rows.shape)
        return (self.result(heard) * torch.sigmoid(self.gate(heard))).reshape(h.shape)


class NormedResidual(nn.Module):
    """h ← norm(h + block(h)), with layer normalization over the channels of each pixel."""

    def __init__(self, block, channels, epsilon):
        super().__init__()
        self.block = block
        self.norm = nn.LayerNorm(channels, eps=epsilon)

    def forward(self, h):
        return self.norm(h + self.block(h))


class GatedConvnet(nn.Module):
    """Flow++'s conditioner, https://arxiv.org/abs/1902.00275: from the kept half of an image, and the context, to θ.

    A context is the same vector at every pixel, or an image of its own, flat and channels last.
    """

    def __init__(
        self, shape, context, context_layout, filters, blocks, heads, epsilon, channels, params_per_dim
    ):
        super().__init__()
        height, width, inputs = shape
        self.shape = shape
        self.outputs = (channels, params_per_dim)
        self.context = context
        self.context_layout = context_layout
        extra = context if context_layout == "vector" else context // (height * width)
        self.first = Convolution(3, inputs + extra, filters, "none")
        self.inner = nn.ModuleList()
        for _ in range(blocks):
            self.inner.append(NormedResidual(GatedConvolution(filters), filters, epsilon))
            self.inner.append(NormedResidual(SelfAttention(height * width, filters, heads), filters, epsilon))
        self.last = Convolution(3, filters, channels * params_per_dim, "none")

    def forward(self, kept, context=None):
        h = kept
        if self.context > 0:
            height, width, _ = self.shape
            if self.context_layout == "vector":
                image = context.reshape(-1, 1, 1, self.context).expand(-1, height, width, -1)
            else:
                image = context.reshape(-1, height, width, self.context // (height * width))
            h = torch.cat([kept, image], 3)
        h = self.first(h)
        for block in self.inner:
            h = block(h)
        h = self.last(h)
        return h.reshape(*h.shape[:3], *self.outputs)
