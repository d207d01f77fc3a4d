import { runFamily } from './harness/family.ts';
import type { Section } from './harness/results.ts';

export const run = (args: string[], section: Section) =>
  runFamily(
    {
      family: 'spline',
      title:
        'Spline-2D training: 4 rational-quadratic couplings of 8 bins, MLP 2-64-64-46, LU between, batch 256, Adam 1e-3',
      recipe: 'moons-spline',
      stepsPerRun: 20,
      eager: 'eager as in nflows',
      lean: 'leanest, foreach Adam',
    },
    args,
    section,
  );
