import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import type { Rng } from '#numerics';
import { buildFlow } from '../../build.ts';
import type { SpecifiedFlow } from '../../build.ts';
import { disposeFlow } from '../../flow.ts';
import { perturb } from '../../laws/perturb.ts';
import { saveWeights } from '../../weights.ts';
import { imageSpecimens } from '../image-specimens.ts';
import { specimens as vectorSpecimens } from '../specimens.ts';
import type { Specimen } from '../specimens.ts';
import { toPyTorch } from './to-pytorch.ts';

type Scores = { log_prob: number[]; z: number[][]; log_det: number[]; x: number[][]; forward_log_det: number[] };
type Said = Scores & { undefined: string[] };
type Case = { script: string; points: number[][]; context: number[][] | null; ours: Scores };

const python = ['python3', '/usr/bin/python3'].find(
  (command) => spawnSync(command, ['-c', 'import torch'], { timeout: 60_000 }).status === 0,
);
const specimens = [...vectorSpecimens, ...imageSpecimens];
const rows = 6;
/** They compute in float64, this library in float32: a few layers keep five digits of what is near 1. */
const tolerance = 1e-4;
const roundTrip = 1e-7;

/** A flow away from its start, where nearly any mistake would pass, and what this library says of points that it draws. */
function prepare({ name, spec, context: width }: Specimen, script: string): Case {
  const seed = rng(1, name);
  const flow = buildFlow(spec, seed);
  const d = spec.base.dimensions;
  trainMoments(flow, d, seed.stream('batch'));
  // Less than elsewhere: where a layer's slope is e¹⁰, float32 has no five digits left to compare.
  perturb(flow.parameters, seed.stream('perturb'), 0.3);
  const context = width > 0 ? tf.tensor2d(normals(seed.stream('context'), rows * width), [rows, width]) : undefined;
  const drawn = tf.tensor2d(normals(seed.stream('points'), rows * d), [rows, d]);
  // A curve may end short of some x, and its inverse of some z; every other layer takes all x.
  const bounded = ['elementwise', 'logit'].includes(spec.layers.at(-1)!.kind);
  const x = bounded ? flow.bijection.forward(drawn, context).x : drawn;
  const { z, logDet } = flow.bijection.inverse(x, context);
  writeFileSync(script, toPyTorch({ spec, weights: saveWeights(flow) }));
  const again = flow.bijection.forward(z, context);
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
function trainMoments(flow: SpecifiedFlow, d: number, source: Rng): void {
  const batch = normals(source, 9 * d).map((value) => 1.5 * value + 0.5);
  const context = tf.zeros([9, 2]) as Tensor2D;
  flow.bijection.training?.inverse(tf.tensor2d(batch, [9, d]), context);
}

/** What differs, in words; nothing if they agree. */
function differences({ name, spec }: Specimen, { ours, points }: Case, said: Said): string[] {
  const apart = (what: string, here: readonly number[], there: readonly number[], most: number) =>
    here.length !== there.length
      ? [`${name}: ${what}: ${there.length} numbers there, ${here.length} here`]
      : here.flatMap((value, i) =>
          Math.abs(value - there[i]!) <= most * Math.max(1, Math.abs(value))
            ? []
            : [`${name}: ${what}[${i}]: ${there[i]} there, ${value} here`],
        );
  const steps = JSON.stringify(spec).includes('continuous');
  const back = said.log_det.map((value) => -value);
  return [
    ...said.undefined.map((missing) => `${name}: ${missing} is not defined`),
    ...apart('log_prob', ours.log_prob, said.log_prob, tolerance),
    ...apart('z', ours.z.flat(), said.z.flat(), tolerance),
    ...apart('log_det', ours.log_det, said.log_det, tolerance),
    // The other direction is right if it undoes this one, and they compute it in float64. A solver's steps do not quite.
    ...(steps ? apart('forward(z)', ours.x.flat(), said.x.flat(), tolerance) : []),
    ...(steps ? apart('forward log-det', ours.forward_log_det, said.forward_log_det, tolerance) : []),
    ...(steps ? [] : apart('forward(z)', points.flat(), said.x.flat(), roundTrip)),
    ...(steps ? [] : apart('forward log-det', back, said.forward_log_det, roundTrip)),
  ];
}

describe(`exported PyTorch${python ? '' : ' (skipped: no python3 here has torch)'}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowbook-export-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.skipIf(!python)(
    `gives the numbers of this library, for ${specimens.length} flows`,
    () => {
      const cases: Case[] = [];
      tf.tidy(() => specimens.forEach((specimen, i) => cases.push(prepare(specimen, join(folder, `flow_${i}.py`)))));
      // One process for all: loading PyTorch takes longer than all the flows.
      const input = JSON.stringify(cases.map(({ script, points, context }) => ({ script, points, context })));
      const said = spawnSync(python!, ['tests/support/run-exports.py'], {
        input,
        encoding: 'utf8',
        maxBuffer: 1e9,
        timeout: 170_000,
      });
      // A warning of PyTorch's on stderr is no failure.
      expect(said.status === 0 ? '' : said.stderr).toBe('');
      const theirs = // JSON has no NaN; as text it fails every comparison, and is seen in the message.
        JSON.parse(said.stdout.replaceAll(/NaN|-?Infinity/g, '"$&"')) as Said[];
      expect(specimens.flatMap((specimen, i) => differences(specimen, cases[i]!, theirs[i]!))).toEqual([]);
    },
    180_000,
  );
});
