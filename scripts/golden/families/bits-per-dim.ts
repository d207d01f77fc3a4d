import { bitsPerDim } from '#flows';
import { arrayOf, numberOf } from '../format.ts';
import type { Adapter } from '../preparation.ts';

/** Scores of whole images, by the number of levels in the array's name. */
export const bitsPerDimAdapter: Adapter = (golden) => {
  const n = numberOf(golden, 'n');
  const { data } = arrayOf(golden, 'inputs', 'nll');
  const outputs: Record<string, number[]> = {};
  for (const name of Object.keys(golden.outputs)) {
    const [, kind, levels] = /^(bits_per_dim_with|uniform)_(\d+)(?:_levels)?$/.exec(name) ?? [];
    if (name === 'bits_per_dim_of_total_nll') outputs[name] = data.map((nll) => bitsPerDim(nll, n));
    else if (kind === 'uniform') outputs[name] = [bitsPerDim(0, n, Number(levels))];
    else if (kind) outputs[name] = data.map((nll) => bitsPerDim(nll, n, Number(levels)));
  }
  return { outputs };
};
