import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { buildFlow } from '../../build.ts';
import type { SpecifiedFlow } from '../../build.ts';
import { disposeFlow } from '../../flow.ts';
import { perturb } from '../../laws/perturb.ts';
import { saveWeights } from '../../weights.ts';
import { specimens } from '../specimens.ts';
import type { Specimen } from '../specimens.ts';
import { toPyTorch } from './to-pytorch.ts';

type Scores = { log_prob: number[]; z: number[][]; log_det: number[]; x: number[][]; forward_log_det: number[] };
type Case = { script: string; points: number[][]; context: number[][] | null; ours: Scores };

const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import torch'], { timeout: 60_000 }).status === 0,
);
const rows = 6;
const keys = ['log_prob', 'z', 'log_det', 'x', 'forward_log_det'] as const;
/** They compute in float64, this library in float32: a few layers keep five digits of what is near 1. */
const tolerance = 1e-4;

/** A flow away from its start, where nearly any mistake would pass, and what this library says of points that it draws. */
function prepare({ spec, context: width }: Specimen, folder: string, seed: number): Case {
  const flow = buildFlow(spec, rng(seed, 'build'));
  const d = spec.base.dimensions;
  trainMoments(flow, d, seed);
  // Less than elsewhere: where a layer's slope is e¹⁰, float32 has no five digits left to compare.
  perturb(flow.parameters, rng(seed, 'perturb'), 0.3);
  const context = width > 0 ? tf.tensor2d(normals(rng(seed, 'context'), rows * width), [rows, width]) : undefined;
  const drawn = tf.tensor2d(normals(rng(seed, 'points'), rows * d), [rows, d]);
  // An inverted layer takes any x, and perhaps not any z: the logit is one.
  const x = spec.layers.at(-1)!.kind === 'invert' ? drawn : flow.bijection.forward(drawn, context).x;
  const { z, logDet } = flow.bijection.inverse(x, context);
  const again = flow.bijection.forward(z, context);
  const script = join(folder, `flow_${seed}.py`);
  writeFileSync(script, toPyTorch({ spec, weights: saveWeights(flow) }));
  const ours = {
    log_prob: Array.from(flow.logProb(x, context).dataSync()),
    z: z.arraySync(),
    log_det: logDet.arraySync(),
    x: again.x.arraySync(),
    forward_log_det: again.logDet.arraySync(),
  };
  const points = x.arraySync();
  disposeFlow(flow);
  return { script, points, context: context?.arraySync() ?? null, ours };
}

/** Moves running moments from 0 and 1, where they have no effect. */
function trainMoments(flow: SpecifiedFlow, d: number, seed: number): void {
  const batch = normals(rng(seed, 'batch'), 9 * d).map((value) => 1.5 * value + 0.5);
  const context = tf.zeros([9, 2]) as Tensor2D;
  flow.bijection.training?.inverse(tf.tensor2d(batch, [9, d]), context);
}

/** What differs between the two, in words; nothing if they agree. */
function differences({ name }: Specimen, ours: Scores, theirs: Scores & { undefined: string[] }): string[] {
  const undefinedNames = theirs.undefined.map((missing) => `${name}: ${missing} is not defined`);
  const numbers = keys.flatMap((key) => {
    const [here, there] = [ours[key].flat(), theirs[key].flat()];
    if (here.length !== there.length) return `${name}: ${key} has ${there.length} numbers, not ${here.length}`;
    return here.flatMap((value, i) => {
      const close = Math.abs(value - there[i]!) <= tolerance * Math.max(1, Math.abs(value));
      return close ? [] : `${name}: ${key}[${i}] is ${there[i]} there and ${value} here`;
    });
  });
  return [...undefinedNames, ...numbers];
}

describe(`exported PyTorch${python ? '' : ' (skipped: no python3 here has torch)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowbook-export-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!python)(
    `gives the numbers of this library, for ${specimens.length} flows`,
    () => {
      const cases: Case[] = [];
      tf.tidy(() => specimens.forEach((specimen, i) => cases.push(prepare(specimen, folder, i))));
      // One process for all: loading PyTorch takes longer than all the flows.
      const input = JSON.stringify(cases.map(({ script, points, context }) => ({ script, points, context })));
      const said = spawnSync(python!, ['tests/support/run-exports.py'], {
        input,
        encoding: 'utf8',
        maxBuffer: 1e9,
        timeout: 120_000,
      });
      expect(said.stderr).toBe('');
      const theirs = JSON.parse(said.stdout) as (Scores & { undefined: string[] })[];
      expect(specimens.flatMap((specimen, i) => differences(specimen, cases[i]!.ours, theirs[i]!))).toEqual([]);
    },
    180_000,
  );
});
