import { runFamily } from './harness/family.ts';
import type { Section } from './harness/results.ts';

export const run = (args: string[], section: Section) =>
  runFamily(
    {
      family: 'cnf',
      title: 'CNF-2D training: concat-squash field 2-64-64-64-2, tanh, Runge–Kutta, exact trace, batch 256, Adam 2e-3',
      recipe: 'moons-cnf',
      stepsPerRun: 2,
      eager: 'eager as in FFJORD',
      lean: 'leanest, forward tangents, foreach Adam',
    },
    args,
    section,
  );
