class Continuous(nn.Module):
    """A continuous normalizing flow, https://arxiv.org/abs/1810.01367: x is where dz/dt = v(z, t) carries z from t = 0 to 1.

    log|det| = ∫ tr ∂v/∂z dt along the way, by the same solver and with the exact trace. A flow that was trained with
    Hutchinson's estimate of the trace keeps the number of its solutions, from which its probes were drawn.
    """

    def __init__(self, field, solver, trace, interval):
        super().__init__()
        self.field = field
        self.solver = solver
        self.interval = interval
        if trace == "hutchinson":
            self.register_buffer("solved", torch.zeros(1))

    def velocity_and_divergence(self, z, t, context):
        training = torch.is_grad_enabled()
        with torch.enable_grad():
            z = z if z.requires_grad else z.detach().requires_grad_()
            v = self.field(z, t, context)
            divergence = 0.0
            for i in range(z.shape[1]):
                (row,) = torch.autograd.grad(v[:, i].sum(), z, create_graph=training, retain_graph=True, allow_unused=True)
                divergence = divergence + (torch.zeros_like(z[:, i]) if row is None else row[:, i])
        return (v, divergence) if training else (v.detach(), divergence.detach())

    def move(self, points, start, end, context):
        def slope(t, state):
            v, divergence = self.velocity_and_divergence(state[:, :-1], t, context)
            return torch.cat([v, divergence.unsqueeze(1)], 1)

        # The last column is the log-determinant so far.
        state = torch.cat([points, torch.zeros_like(points[:, :1])], 1)
        state = self.solver.solve(slope, state, start, end)
        return state[:, :-1], state[:, -1]

    def forward(self, z, context=None):
        start, end = self.interval
        return self.move(z, start, end, context)

    def inverse(self, x, context=None):
        start, end = self.interval
        return self.move(x, end, start, context)
