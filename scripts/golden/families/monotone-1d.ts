import {
  additiveTransformer,
  affineTransformer,
  cauchyCdf,
  compose,
  elementwise,
  exponentialMap,
  gaussianFamily,
  hyperbolicTangent,
  invert,
  invertTransformer,
  leakyRelu,
  logisticFamily,
  mixtureCdf,
  sigmoid,
  softClip,
  softsign,
} from '#flows';
import type { Bijection, MixtureFamily, Transformer } from '#flows';
import { numberOr, textOr } from '../format.ts';
import type { Golden } from '../format.ts';
import type { Adapter, Preparation } from '../preparation.ts';
import { rowwise, rowwiseBinding, sizesOf } from '../rowwise.ts';

/** nflows' temperature and eps. */
const sigmoidOf = (golden: Golden): Transformer =>
  sigmoid({ temperature: numberOr(golden, 'temperature', 1), margin: numberOr(golden, 'eps', 1e-6) });

/** Curves without parameters, by nflows' and zuko's names. */
const curves: Record<string, ((golden: Golden) => Transformer) | undefined> = {
  exp: () => exponentialMap,
  log: () => invertTransformer(exponentialMap),
  leaky_relu: (golden) => leakyRelu({ slope: numberOr(golden, 'negative_slope', 0.01) }),
  sigmoid: sigmoidOf,
  logit: (golden) => invertTransformer(sigmoidOf(golden)),
  tanh: () => hyperbolicTangent,
  atanh: () => invertTransformer(hyperbolicTangent),
  softclip: (golden) => softsign({ bound: numberOr(golden, 'bound', 1) }),
  cauchy_cdf: () => cauchyCdf,
  cauchy_cdf_inverse: () => invertTransformer(cauchyCdf),
  logistic_cdf: () => sigmoid(),
};

/** The names under which a curve may come, as the file's kind, family or class. */
const otherNames: Record<string, string | undefined> = {
  leakyrelu: 'leaky_relu',
  soft_clip: 'softclip',
  softsign: 'softclip',
  softcliptransform: 'softclip',
  cauchycdf: 'cauchy_cdf',
  cauchy: 'cauchy_cdf',
  cauchycdfinverse: 'cauchy_cdf_inverse',
  normal_cdf: 'gaussian_cdf',
  gaussiancdf: 'gaussian_cdf',
  logisticcdf: 'logistic_cdf',
};

export const monotoneAdapter: Adapter = (golden) => {
  const kind = kindOf(golden);
  if (golden.params['scale'] && golden.params['shift']) return softClippedAffine(golden);
  if (kind === 'additive' && golden.params['shift']) return shifted(golden);
  const [, dimensions] = sizesOf(golden);
  const located = { loc: numberOr(golden, 'loc', 0), scale: numberOr(golden, 'scale', 1) };
  if (kind === 'gaussian_cdf') return { map: cdf(gaussianFamily, dimensions, located), bindings: [] };
  if (kind === 'logistic_cdf') return { map: cdf(logisticFamily, dimensions, located), bindings: [] };
  const curve = curves[kind];
  if (!curve) return { unknown: `no elementwise map "${kind}"` };
  return { map: elementwise({ transformer: curve(golden), dimensions }), bindings: [] };
};

/** The file's kind; a family of one curve has its name as the case. */
function kindOf(golden: Golden): string {
  const name = textOr(golden, 'kind', golden.case).toLowerCase();
  return otherNames[name] ?? name;
}

/** x → F((x − loc) ÷ scale): the logit of F, which one component of a mixture gives, and then σ. */
function cdf(family: MixtureFamily, dimensions: number, { loc, scale }: { loc: number; scale: number }): Bijection {
  const theta = Array.from({ length: dimensions }, () => [0, loc, Math.log(scale)]);
  const transformer = mixtureCdf({ family, components: 1 });
  return compose([
    invert(elementwise({ transformer, dimensions, theta })),
    elementwise({ transformer: sigmoid(), dimensions }),
  ]);
}

/** zuko: a shift and a soft-clipped log-scale for every entry of x; its least slope is 1e-3 where the file names none. */
function softClippedAffine(golden: Golden): Preparation {
  const transformer = affineTransformer({ scale: softClip(-Math.log(numberOr(golden, 'slope', 1e-3))) });
  const layer = rowwise(transformer, sizesOf(golden));
  return {
    map: layer.map,
    bindings: ['shift', 'scale'].map((param, from) => rowwiseBinding(param, layer, { from, count: 1 })),
  };
}

/** zuko: a shift for every entry of x. */
function shifted(golden: Golden): Preparation {
  const layer = rowwise(additiveTransformer, sizesOf(golden));
  return { map: layer.map, bindings: [rowwiseBinding('shift', layer, { from: 0, count: 1 })] };
}
