import { additiveTransformer, compose, coupling } from '#flows';
import type { Golden } from '../format.ts';
import { firstKept, nflowsMask, normflowsMask, readsOf, sides } from '../masks.ts';
import type { Sides } from '../masks.ts';
import { net } from '../net.ts';
import type { Adapter, Preparation } from '../preparation.ts';

/** NICE: out = x + net(kept) where not kept. nflows gives a mask, normflows keeps the first half, FrEIA moves both in turn. */
export const additiveCouplingAdapter: Adapter = (golden) => {
  if (golden.params['net.W1']) {
    return additive(golden, golden.config['mask'] ? nflowsMask(golden) : normflowsMask(golden), 'net.');
  }
  for (const [first, second] of [
    ['F.', 'G.'],
    ['t2.', 't1.'],
  ] as const) {
    if (!golden.params[`${first}W1`] || !golden.params[`${second}W1`]) continue;
    const kept = firstKept(golden, readsOf(golden, second));
    const other = sides(kept.mask.map((entry) => 1 - entry));
    const blocks = [additive(golden, other, first), additive(golden, kept, second)];
    return { map: compose(blocks.map(({ map }) => map)), bindings: blocks.flatMap(({ bindings }) => bindings) };
  }
  return { unknown: `no additive coupling with the parameters ${Object.keys(golden.params).join(', ')}` };
};

function additive(golden: Golden, { mask, kept, free }: Sides, prefix: string): Preparation {
  const { conditioner, bindings } = net(golden, {
    prefix,
    dimensions: mask.length,
    paramsPerDim: 1,
    reads: kept,
    writes: free.map((dimension) => [dimension, 0]),
  });
  return { map: coupling({ mask, conditioner, transformer: additiveTransformer }), bindings };
}
