import { runFamily } from './harness/family.ts';
import type { Section } from './harness/results.ts';

export const run = (args: string[], section: Section) =>
  runFamily(
    {
      family: 'maf',
      title: 'MAF-2D training: 5 MADEs 2-64-64-4, batch 256, Adam 1e-3',
      recipe: 'moons-maf',
      stepsPerRun: 30,
      eager: 'eager as in nflows',
      lean: 'leanest, without masked weights, foreach Adam',
    },
    args,
    section,
  );
