import { runFamily } from './harness/family.ts';
import type { Section } from './harness/results.ts';

export const run = (args: string[], section: Section) =>
  runFamily(
    {
      family: 'planar',
      title: 'Planar-2D training: 32 planar layers, fast in scoring, batch 256, Adam 1e-2',
      recipe: 'moons-planar-32',
      stepsPerRun: 30,
      eager: 'eager, one module a layer',
      lean: 'leanest, stacked parameters, foreach Adam',
    },
    args,
    section,
  );
