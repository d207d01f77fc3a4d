import { energy, energyNames } from '#datasets';
import { flow, logUnnormalised, reverseKl, standardNormal } from '#flows';
import type { Bijection, Distribution } from '#flows';
import { rng } from '#numerics';
import { arrayOf } from '../format.ts';
import { inputTensor } from '../preparation.ts';
import type { Adapter } from '../preparation.ts';
import { planarStack } from './planar.ts';
import { radialStack } from './radial.ts';

/** Planar or radial layers push the file's base samples towards an energy. */
export const reverseKlAdapter: Adapter = (golden) => {
  const potential = String(golden.config['potential']).toLowerCase();
  const name = energyNames.find((known) => known === potential);
  if (!name) return { unknown: `no energy "${String(golden.config['potential'])}"` };
  const [n, d] = arrayOf(golden, 'inputs', 'z').shape as [number, number];
  const stack = golden.params['0.alpha'] ? radialStack(golden, d) : planarStack(golden, d);
  if (!stack) return { unknown: `no planar activation "${String(golden.config['act'])}"` };

  const target = energy({ name });
  const normal = standardNormal(d);
  const given = () => inputTensor(golden, 'z');
  const base: Distribution = {
    ...normal,
    sample: given,
    sampleAndLogProb: () => ({ x: given(), logProb: normal.logProb(given()) }),
  };
  const sampler = (map: Bijection) => flow(base, map);
  return {
    ...stack,
    input: 'z',
    loss: (map) => reverseKl({ target, batchSize: n, rng: rng(0) })(sampler(map), 1),
    more: (map) => {
      const { x, logProb } = sampler(map).sampleAndLogProb(n, rng(0));
      return { log_q: logProb, log_p_unnormalised: logUnnormalised(target, x) };
    },
  };
};
