/** One symbol of the book: how it is written in TeX and in code, and what it means. */
export interface Symbol {
  /** The macro an author types, if there is one: `\z`. */
  macro?: string;
  /** What the macro stands for; #1 is its argument. */
  tex: string;
  /** TeX that shows the symbol in the table; the macro itself where this is missing. */
  shown?: string;
  /** The name in code, where there is one. */
  code?: string;
  /** May hold TeX between dollars. */
  meaning: string;
}

const coloured = (meaning: string, tex: string): string => `\\htmlClass{tex-${meaning}}{${tex}}`;

export const notation: Readonly<Record<string, readonly Symbol[]>> = {
  'Spaces and maps': [
    {
      macro: '\\z',
      tex: coloured('z', 'z'),
      code: 'z',
      meaning: 'a point of the base space, drawn from a distribution we know',
    },
    { macro: '\\x', tex: coloured('x', 'x'), code: 'x', meaning: 'a point of the data space' },
    { macro: '\\f', tex: 'f', code: 'forward', meaning: 'the map from base to data, $f: \\z \\mapsto \\x$: sampling' },
    {
      macro: '\\finv',
      tex: 'f^{-1}',
      code: 'inverse',
      meaning: 'the map from data to base, $\\finv: \\x \\mapsto \\z$: scoring',
    },
    {
      tex: 'f_K \\circ \\dots \\circ f_1',
      code: 'layers',
      meaning: 'a composition; $f_1$, in code `layers[0]`, is next to $\\z$',
    },
    { macro: '\\theta', tex: '\\theta', code: 'theta', meaning: 'the parameters of a map' },
    { tex: 'm', code: 'mask', meaning: 'a mask: 1 keeps a dimension, 0 transforms it' },
    { macro: '\\R', tex: '\\mathbb{R}', meaning: 'the real numbers; $\\R^D$ is the space of $D$ of them' },
    { tex: 'D', code: 'dimensions', meaning: 'the number of dimensions' },
  ],
  Volume: [
    {
      macro: '\\J',
      tex: coloured('j', 'J'),
      code: 'jacobian',
      meaning: 'the Jacobian matrix of the map at a point, $\\J_{ij} = \\partial \\x_i / \\partial \\z_j$',
    },
    {
      macro: '\\logdet',
      tex: `${coloured('shrink', '\\log')}\\mathopen{}\\left\\lvert${coloured('stretch', '\\det')} #1\\right\\rvert\\mathclose{}`,
      shown: '\\logdet{\\J}',
      code: 'logDet',
      meaning: 'how much a map stretches volume, in nats: above 0 it stretches, below 0 it shrinks',
    },
    {
      macro: '\\pd',
      tex: '\\frac{\\partial #1}{\\partial #2}',
      shown: '\\pd{\\x}{\\z}',
      meaning: 'a partial derivative',
    },
    { macro: '\\dd', tex: '\\mathrm{d}', shown: '\\dd\\x', meaning: 'a differential' },
    { macro: '\\tr', tex: '\\operatorname{tr}', code: 'trace', meaning: 'the trace: the sum of the diagonal' },
    { macro: '\\diag', tex: '\\operatorname{diag}', meaning: 'the diagonal matrix of a vector' },
  ],
  Probability: [
    { macro: '\\pz', tex: `p_{${coloured('z', 'Z')}}`, code: 'base.logProb', meaning: 'the density of the base' },
    { macro: '\\px', tex: `p_{${coloured('x', 'X')}}`, code: 'logProb', meaning: 'the density the flow gives to data' },
    { macro: '\\E', tex: '\\mathbb{E}', meaning: 'the expectation' },
    { macro: '\\N', tex: '\\mathcal{N}', shown: '\\N(0, I)', meaning: 'the normal distribution' },
    {
      macro: '\\KL',
      tex: '\\operatorname{KL}',
      shown: '\\KL(p \\,\\Vert\\, q)',
      meaning: 'the Kullback–Leibler divergence, in nats',
    },
    { tex: '\\log', meaning: 'the natural logarithm; its unit is the nat, 1 nat = $1/\\ln 2 \\approx 1.443$ bits' },
  ],
};

/** What KaTeX is given: every macro of the table. */
export const macros: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(notation)
    .flat()
    .flatMap(({ macro, tex }) => (macro && macro !== tex ? [[macro, tex]] : [])),
);
