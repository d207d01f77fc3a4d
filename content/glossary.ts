/** Words the book uses in one sense only. `text` may hold TeX between dollars. */
export const glossary: Readonly<Record<string, { term: string; text: string }>> = {
  base: {
    term: 'base distribution',
    text: 'The distribution $\\z$ is drawn from: one we can sample and score, here nearly always $\\N(0, I)$.',
  },
  bijection: {
    term: 'bijection',
    text: 'A map that reaches every point of its target exactly once, so that it has an inverse.',
  },
  flow: {
    term: 'normalizing flow',
    text: 'A base distribution and an invertible map $\\f$: sample by $\\x = \\f(\\z)$, score by $\\z = \\finv(\\x)$ and the Jacobian.',
  },
  jacobian: {
    term: 'Jacobian',
    text: 'The matrix of partial derivatives of a map at a point: the linear map that agrees with it there to first order.',
  },
  determinant: {
    term: 'determinant',
    text: 'The signed volume of the box a matrix makes of the unit cube; negative where orientation turns over.',
  },
  'log-determinant': {
    term: 'log-determinant',
    text: '$\\logdet{\\J}$: how much a map stretches volume at a point, in nats.',
  },
  'change-of-variables': {
    term: 'change of variables',
    text: '$\\log\\px(\\x) = \\log\\pz(\\z) + \\logdet{\\pd{\\finv}{\\x}}$ with $\\z = \\finv(\\x)$: moved mass is kept, so density falls where volume grows.',
  },
  density: { term: 'density', text: 'Probability per unit of volume. It may be above 1; only its integral is 1.' },
  nll: {
    term: 'NLL',
    text: 'Negative log-likelihood: the mean of $-\\log\\px(\\x)$ over points, in nats. Lower is better, and it may be negative.',
  },
  floor: { term: 'floor', text: 'The NLL of the true density on the same points: no model can beat it but by chance.' },
  'held-out': {
    term: 'held-out points',
    text: 'Points the flow has never trained on; the only ones a score may be quoted on.',
  },
  nat: {
    term: 'nat',
    text: 'The unit of information under the natural logarithm: 1 nat is $1/\\ln 2 \\approx 1.443$ bits.',
  },
  coupling: {
    term: 'coupling layer',
    text: 'A layer that keeps some coordinates and transforms the others by parameters computed from the kept ones.',
  },
  conditioner: {
    term: 'conditioner',
    text: 'The network that turns the kept coordinates into the parameters $\\theta$ of the transformer. It is never inverted.',
  },
  transformer: {
    term: 'transformer',
    text: 'The elementwise monotone map a coupling or autoregressive layer applies. Nothing to do with attention.',
  },
  mask: { term: 'mask', text: 'Which coordinates a layer keeps: 1 is kept, 0 is transformed.' },
  shear: {
    term: 'shear',
    text: 'A linear map that slides layers past each other. It changes angles and lengths, and no area: its determinant is 1.',
  },
  recipe: {
    term: 'recipe',
    text: 'Everything that defines a run: data, flow, training and seed. The same recipe gives the same numbers.',
  },
  seed: { term: 'seed', text: 'The number all randomness of a run is derived from.' },
};
