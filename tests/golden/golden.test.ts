import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor1D } from '#tf';
import { checkGolden } from '../../scripts/golden/check.ts';
import { adapterOf } from '../../scripts/golden/families/index.ts';
import { readGolden } from '../../scripts/golden/format.ts';
import type { Golden, GoldenArrays } from '../../scripts/golden/format.ts';

const folder = new URL('./', import.meta.url).pathname;
const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => readGolden(folder + name));

/** The names that files give to the image of their input. */
const outs = ['out', 'train_out', 'nflows/out', 'out_flat', 'nflows_SqueezeTransform', 'z_level_0'];
const outOf = (outputs: GoldenArrays) => outs.map((name) => outputs[name]).find(Boolean);

describe("other projects' numbers", () => {
  it.each(cases)('$id agrees in every array', (golden) => {
    const { status, messages, compared } = checkGolden(golden);
    expect(messages).toEqual([]);
    expect(status).toBe('passed');
    expect(compared).toBeGreaterThanOrEqual(4);
  });

  it('every case here has an adapter', () => {
    const families = [...new Set(cases.map((golden) => golden.case))];
    expect(families.filter((family) => !adapterOf(family))).toEqual([]);
  });
});

describe('the checker goes red', () => {
  // Families without a map hold values alone.
  const withMap = cases.filter(({ outputs }) => outOf(outputs));
  const oneOfEach = [...new Map(withMap.map((golden) => [golden.case, golden])).values()];

  const everyFamily = [...new Map(cases.map((golden) => [golden.case, golden])).values()];
  it.each(everyFamily)('$case: when a number in the file is not ours', (golden) => {
    const altered = structuredClone(golden);
    const [first] = Object.values(altered.outputs);
    first!.data[0] = 1 - first!.data[0]!;
    expect(checkGolden(altered).status).toBe('failed');
  });

  it.each(oneOfEach)('$case: when the sign of the output is changed', (golden) => {
    const verdict = checkGolden(golden, (map) => ({
      ...map,
      forward: (z) => {
        const { x, logDet } = map.forward(z);
        return { x: tf.neg(x), logDet };
      },
    }));
    expect(verdict.status).toBe('failed');
    expect(verdict.messages.join()).toMatch(new RegExp(`(${outs.join('|')}|logit_of_cdf) differs`));
  });

  const logDets = ['log_det', 'train_log_det', 'log_det_elementwise', 'log_derivative', 'nflows/log_det'];
  const withLogDet = oneOfEach.filter(({ outputs }) =>
    logDets.some((name) => outputs[name]?.data.some((value) => value !== 0)),
  );
  it.each(withLogDet)('$case: when the sign of the log-det is changed', (golden) => {
    const verdict = checkGolden(golden, (map) => ({
      ...map,
      forward: (z) => {
        const { x, logDet } = map.forward(z);
        return { x, logDet: tf.neg<Tensor1D>(logDet) };
      },
    }));
    expect(verdict.status).toBe('failed');
    expect(verdict.messages.join()).toMatch(new RegExp(`(${logDets.join('|')}) differs`));
  });

  it.each(cases.filter((golden) => golden.case === 'vae_elbo'))(
    '$id: when the posterior’s log-det is turned',
    (golden) => {
      const verdict = checkGolden(golden, (map) => ({
        ...map,
        forward: (z) => {
          const { x, logDet } = map.forward(z);
          return { x, logDet: tf.neg<Tensor1D>(logDet) };
        },
      }));
      expect(verdict.messages.join()).toMatch(/elbo_one_sample differs.*grads\/Wv differs/);
    },
  );

  it('target_potentials: when a point is moved', () => {
    const golden = structuredClone(cases.find((candidate) => candidate.case === 'target_potentials')!);
    golden.inputs['z']!.data[0]! += 1;
    expect(checkGolden(golden).messages.join()).toMatch(/paper\/U1 differs.*w3 differs/);
  });

  it('when an array of the file is shorter than ours', () => {
    const golden = structuredClone(cases.find(({ case: family }) => family === 'actnorm')!);
    golden.outputs['out_second_batch']!.data.pop();
    expect(checkGolden(golden).messages.join()).toContain('out_second_batch differs by Infinity');
  });

  it('when nothing was compared', () => {
    const golden: Golden = { ...cases[0]!, outputs: {}, grads: {} };
    expect(checkGolden(golden)).toMatchObject({ status: 'failed', compared: 0 });
  });
});

describe('what the library does not have is listed, not failed', () => {
  it('an unknown family', () => {
    const golden: Golden = { ...cases[0]!, case: 'a_family_of_tomorrow' };
    expect(checkGolden(golden)).toMatchObject({
      status: 'unknown',
      compared: 0,
    });
  });

  it('an unknown configuration of a known family', () => {
    const golden = cases.find((candidate) => candidate.config['scale_map'] === 'exp')!;
    const verdict = checkGolden({
      ...golden,
      config: { ...golden.config, scale_map: 'cubic' },
    });
    expect(verdict).toMatchObject({
      status: 'unknown',
      messages: ['no scale map "cubic"'],
    });
  });

  it('but every clamp of FrEIA is mapped', () => {
    const golden = cases.find((candidate) => candidate.config['clamp_activation'] === 'TANH')!;
    const statuses = ['TANH', 'SIGMOID', 'ATAN', 'CUBIC'].map(
      (name) => checkGolden({ ...golden, config: { ...golden.config, clamp_activation: name } }).status,
    );
    // The numbers are those of tanh, so that the others are understood and differ.
    expect(statuses).toEqual(['passed', 'failed', 'failed', 'unknown']);
  });

  it('couplings of images of every peer are mapped, and told apart', () => {
    const golden = cases.find(({ id }) => id === 'glow_coupling_sigmoid_4x4x4')!;
    const status = (config: Record<string, unknown>) =>
      checkGolden({ ...golden, config: { ...golden.config, ...config } }).status;
    // The numbers are rosinality's, so that the others are understood and differ.
    expect(status({})).toBe('passed');
    for (const other of [{ activation: 'relu' }, { scale_map: 'exp' }, { scale_map: 'sigmoid' }]) {
      expect(status(other)).toBe('failed');
    }
    for (const kind of ['sigmoid2', 'softplus']) {
      expect(
        [
          [-1, -1, 1, 1],
          [1, 1, -1, -1],
          [1, -1, 1, -1],
        ].map((mask) => status({ mask, kind })),
      ).toEqual(['failed', 'failed', 'unknown']);
    }
    expect(status({ scale_map: 'cubic' })).toBe('unknown');
  });

  it('an autoregressive layer of another project', () => {
    const golden = cases.find((candidate) => candidate.case === 'maf')!;
    expect(checkGolden({ ...golden, source: { class: 'elsewhere.Layer' } })).toMatchObject({
      status: 'unknown',
      messages: ['no adapter for the autoregressive layer of "elsewhere.Layer"'],
    });
  });
});

describe('every array of a file is compared, or stands on the list with a reason', () => {
  const withNovelty = (group: 'outputs' | 'grads') => {
    const golden = structuredClone(cases[0]!);
    golden[group]['novelty'] = { shape: [1], data: [1] };
    return checkGolden(golden);
  };

  it.each(['outputs', 'grads'] as const)('one of its %s that the adapter has no name for fails the case', (group) => {
    const { status, messages, notCompared } = withNovelty(group);
    expect(status).toBe('failed');
    expect(messages.join()).toMatch(/novelty is not compared: the adapter has no array of that name/);
    expect(notCompared).toEqual([]);
  });

  it('the list names few kinds of arrays, each with its reason', () => {
    const skipped = cases.flatMap((golden) => checkGolden(golden).notCompared);
    expect(new Set(skipped.map((line) => line.slice(line.indexOf(':')))).size).toBeLessThanOrEqual(4);
    expect(skipped.length).toBeLessThan(cases.length / 5);
    for (const line of skipped) expect(line).toMatch(/^[^:]+: .{20,}/);
  });
});
