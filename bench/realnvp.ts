import { runFamily } from './harness/family.ts';
import type { Section } from './harness/results.ts';

export const run = (args: string[], section: Section) =>
  runFamily(
    {
      family: 'realnvp',
      title: 'RealNVP-2D training: 8 affine couplings, MLP 2-64-64-4, batch 256, Adam 1e-3',
      recipe: 'moons-realnvp',
      stepsPerRun: 30,
      eager: 'eager as in nflows',
      lean: 'leanest, foreach Adam',
    },
    args,
    section,
  );
