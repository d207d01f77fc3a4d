import { additiveTransformer, coupling } from '#flows';
import { halves, nflowsMask } from '../masks.ts';
import { net } from '../net.ts';
import type { Adapter } from '../preparation.ts';

/** NICE: out = x + net(kept) where not kept. nflows gives a mask, normflows keeps the first half. */
export const additiveCouplingAdapter: Adapter = (golden) => {
  const { mask, kept, free } = golden.config['mask'] ? nflowsMask(golden) : halves(golden, 'ceil');
  const { conditioner, bindings } = net(golden, {
    prefix: 'net.',
    dimensions: mask.length,
    paramsPerDim: 1,
    reads: kept,
    writes: free.map((dimension) => [dimension, 0]),
  });
  return {
    map: coupling({ mask, conditioner, transformer: additiveTransformer }),
    bindings,
  };
};
