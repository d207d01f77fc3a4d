import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { continuous } from '#flows';
import { dopri5 } from '#numerics';
import { continuousAdapter } from '../../scripts/golden/families/continuous.ts';
import { readGolden } from '../../scripts/golden/format.ts';
import { inputTensor, loadParameters } from '../../scripts/golden/preparation.ts';
import type { ContinuousFlow, Trace } from '#flows';

const folder = new URL('./', import.meta.url).pathname;
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => readGolden(folder + name))
  .filter(({ outputs }) => outputs['loose_1e-5/nfe']);

// Counts depend on rounding where an error is close to its tolerance; in these files it is not.
it.each(cases)("$id: dopri5 at 1e-5 asks for the field as often as torchdiffeq's", (golden) => {
  const preparation = continuousAdapter(golden);
  if (!('map' in preparation)) throw new Error('the file has no map');
  loadParameters(golden, preparation.bindings);
  const { field } = preparation.map as ContinuousFlow;
  const trace: Trace = golden.inputs['e'] ? { kind: 'hutchinson', probe: inputTensor(golden, 'e') } : { kind: 'exact' };
  const { evaluations } = continuous({ field, solver: dopri5(), trace }).trajectory(inputTensor(golden), [
    0,
    Number(golden.config['T1']),
  ]);
  expect([evaluations]).toEqual(golden.outputs['loose_1e-5/nfe']!.data);
});
