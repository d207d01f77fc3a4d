import * as tf from '#tf';
import type { Scalar, Tensor, Tensor2D } from '#tf';
import { flow, invert, standardNormal } from '#flows';
import type { Bijection } from '#flows';
import { adapterOf } from './families/index.ts';
import { toleranceOf } from './format.ts';
import type { Golden, GoldenArray } from './format.ts';
import { elsewhere, inputTensor, loadParameters, tensorOf } from './preparation.ts';
import type { Preparation } from './preparation.ts';
import { skipReason } from './skipped.ts';

export type Verdict = {
  id: string;
  status: 'passed' | 'failed' | 'unknown';
  /** Arrays compared, and the largest difference among them, relative to max(1, |value|). */
  compared: number;
  largest: number;
  /** What differs or has not been compared, or why the case is unknown. */
  messages: string[];
  /** Arrays that are left out, with the reason. Any other must be compared. */
  notCompared: string[];
};

/** Runs one golden case. `tamper` replaces the map under test: a test of the checker breaks it on purpose. */
export function checkGolden(golden: Golden, tamper: (map: Bijection) => Bijection = (map) => map): Verdict {
  const blank = {
    id: golden.id,
    compared: 0,
    largest: 0,
    messages: [],
    notCompared: [],
  };
  const adapter = adapterOf(golden.case);
  if (!adapter)
    return {
      ...blank,
      status: 'unknown',
      messages: [`no adapter for the family "${golden.case}"`],
    };
  return tf.tidy(() => {
    const preparation = adapter(golden);
    if ('unknown' in preparation) return { ...blank, status: 'unknown', messages: [preparation.unknown] };
    if (!('map' in preparation)) {
      return compare(golden, { outputs: preparation.outputs, grads: {} });
    }
    const { map, bindings, allowed } = preparation;
    loadParameters(golden, bindings);
    const verdict = compare(golden, results(golden, { ...preparation, map: tamper(map) }), allowed);
    tf.dispose([...map.parameters, ...(map.state ?? [])]);
    return verdict;
  });
}

type Results = {
  outputs: Record<string, ArrayLike<number>>;
  grads: Record<string, ArrayLike<number>>;
};

/** Everything the library says about the case. Results come from its public functions only. */
function results(golden: Golden, { map, bindings, input = 'x', names = {}, ...rest }: Preparation): Results {
  const inFile = (name: string) => names[name] ?? name;
  const x = tf.variable(inputTensor(golden, input));
  const density = flow(standardNormal(x.shape[1]!), invert(map));
  const { x: out, logDet } = map.forward(x as Tensor as Tensor2D);
  const logProb = density.logProb(x as Tensor as Tensor2D);
  const peersOut = golden.outputs[inFile('out')];
  // The peer's own `out` is pulled back, so that a mistake in forward cannot hide one in inverse.
  const pulled = map.inverse(peersOut ? tensorOf(peersOut) : out);
  const nll = () => tf.neg<Scalar>(tf.mean(density.logProb(x as Tensor as Tensor2D)));
  const loss = rest.loss?.(map, x as Tensor as Tensor2D) ?? nll;
  const tensors: Record<string, Tensor> = {
    out,
    log_det: logDet,
    log_prob_if_out_is_std_normal: logProb,
    loss: loss(),
    inverse_of_out: pulled.z,
    inverse_log_det: pulled.logDet,
    log_det_elementwise: logDet,
    inverse_log_det_elementwise: pulled.logDet,
    ...rest.more?.(map),
  };
  const outputs = Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [inFile(name), values(tensor)]));
  const { grads: byName } = tf.variableGrads(loss, [...new Set([...bindings.map(({ variable }) => variable), x])]);
  const grads = Object.fromEntries(
    bindings.map(({ param, variable, at }) => {
      const gradient = byName[variable.name] ? values(byName[variable.name]!) : new Float32Array(variable.size);
      return [param, Float32Array.from(at, (entry) => (entry === elsewhere ? 0 : gradient[entry]!))];
    }),
  );
  // A loss over samples of its own does not pass through x.
  const gradientOfX = byName[x.name] ? values(byName[x.name]!) : new Float32Array(x.size);
  x.dispose();
  return { outputs, grads: { ...grads, [input]: gradientOfX } };
}

const values = (tensor: Tensor) => tensor.dataSync<'float32'>();

function compare(golden: Golden, { outputs, grads }: Results, allowed: Record<string, number> = {}): Verdict {
  const usual = toleranceOf(golden);
  const verdict: Verdict = {
    id: golden.id,
    status: 'passed',
    compared: 0,
    largest: 0,
    messages: [],
    notCompared: [],
  };
  const judge = (name: string, expected: GoldenArray, actual: ArrayLike<number> | undefined) => {
    if (!actual) {
      const reason = skipReason(golden.case, name);
      if (reason !== undefined) {
        verdict.notCompared.push(`${name}: ${reason}`);
        return;
      }
      verdict.status = 'failed';
      verdict.messages.push(`${name} is not compared: the adapter has no array of that name, and skipped.ts no reason`);
      return;
    }
    verdict.compared += 1;
    const difference = largestDifference(expected.data, actual);
    const tolerance = Math.max(usual, allowed[name] ?? 0);
    verdict.largest = Math.max(verdict.largest, difference);
    if (difference <= tolerance) return;
    verdict.status = 'failed';
    verdict.messages.push(`${name} differs by ${difference.toExponential(2)}, allowed ${tolerance.toExponential(2)}`);
  };
  for (const [name, expected] of Object.entries(golden.outputs)) judge(name, expected, outputs[name]);
  for (const [name, expected] of Object.entries(golden.grads)) judge(`grads/${name}`, expected, grads[name]);
  if (verdict.compared === 0) return { ...verdict, status: 'failed', messages: ['nothing in the file was compared'] };
  return verdict;
}

/**
 * Relative to max(1, |value|); Infinity for NaN or when there are not as many numbers. Some peers write one number where
 * it holds for every row; then all of ours must be that one.
 */
function largestDifference(expected: readonly number[], actual: ArrayLike<number>): number {
  const constant = expected.length === 1;
  if (actual.length === 0 || (!constant && expected.length !== actual.length)) return Infinity;
  const differences = Array.from(actual, (ours, i) => {
    const value = expected[constant ? 0 : i]!;
    return Math.abs(ours - value) / Math.max(1, Math.abs(value));
  });
  return Math.max(0, ...differences.map((difference) => (Number.isNaN(difference) ? Infinity : difference)));
}
