import fc from 'fast-check';
import { glow } from '#flows';
import type { RandomProgram } from './random-programs.ts';

const sides = fc.constantFrom(1, 2);
// Channels on both sides of the register tile (4 × 8).
const hidden = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom(8, 9)), { maxLength: 2 });

/** Glow in many sizes, sometimes behind a logit; rows on both sides of a shard, but few, for the oracle takes its time. */
export const randomImageProgram: fc.Arbitrary<RandomProgram> = fc
  .record({
    levels: fc.constantFrom(1, 1, 2),
    rows: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(63, 66)),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    height: sides,
    width: sides,
    channels: fc.constantFrom(1, 1, 2),
    depth: fc.constantFrom(1, 2),
    hidden,
    activation: fc.constantFrom('relu' as const, 'tanh' as const),
    coupling: fc.constantFrom(
      'additive' as const,
      { kind: 'sigmoid-gate' as const },
      { kind: 'sigmoid-gate' as const, shift: 0.5 },
      { kind: 'tanh' as const, bound: 2 },
      { kind: 'soft-clip' as const, bound: 3 },
    ),
    pixels: fc.boolean(),
  })
  .map(({ rows, seed, pixels, ...options }) => {
    const [height, width] = [options.height, options.width].map((side) => side * 2 ** options.levels) as [
      number,
      number,
    ];
    const dimensions = height * width * options.channels;
    const preprocessing = pixels ? [{ kind: 'logit' as const, dimensions, levels: 5, alpha: 0.4 }] : [];
    // Exponentials stand on exponentials here: logGain, and the log-deviations that it multiplies.
    return { spec: glow({ ...options, height, width, preprocessing }), rows, seed, spread: 0.4 };
  });
