import { rng } from '#numerics';
import type { Golden, GoldenArray, GoldenArrays } from '../../scripts/golden/format.ts';

/** Named numbers in float64, and the formulas that peers publish, written out anew: what a case of theirs would hold. */
export type Numbers = Record<string, number[]>;
export type Image = { out: number[]; logDet: number };
export type Formula = (params: Numbers, row: number[], index: number) => Image;
export type Shapes = Record<string, number[]>;

const size = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const array = (shape: number[], data: number[]): GoldenArray => ({ shape, data });

/** Numbers on the grid of 2⁻¹², as the peers' files have them: exact in float32, too. */
export function dyadic(count: number, label: string, spread: number): number[] {
  const source = rng(11, label);
  return Array.from({ length: count }, () => Math.round(source.normal() * spread * 4096) / 4096);
}

/** A golden case with its outputs and central-difference gradients (error about 1e-9) from a formula. */
export function caseOf(
  about: Pick<Golden, 'case' | 'config'> & { class?: string },
  shapes: Shapes,
  x: number[][],
  formula: Formula,
  spread = 0.6,
): Golden {
  const names = Object.keys(shapes);
  const params: Numbers = Object.fromEntries(names.map((name) => [name, dyadic(size(shapes[name]!), name, spread)]));
  const [n, d] = [x.length, x[0]!.length];
  const images = x.map((row, i) => formula(params, row, i));
  const logNormal = (out: number[]) => out.reduce((sum, v) => sum - 0.5 * v * v - 0.5 * Math.log(2 * Math.PI), 0);
  const logProb = images.map(({ out, logDet }) => logNormal(out) + logDet);
  const loss = () =>
    -x.reduce((sum, row, i) => {
      const { out, logDet } = formula(params, row, i);
      return sum + logNormal(out) + logDet;
    }, 0) / n;
  const slopes = (values: number[]) =>
    values.map((value, at) => {
      const [up, down] = [1e-5, -1e-5].map((step) => {
        values[at] = value + step;
        return loss();
      });
      values[at] = value;
      return (up! - down!) / 2e-5;
    });
  const outputs: GoldenArrays = {
    out: array(
      [n, d],
      images.flatMap(({ out }) => out),
    ),
    log_det: array(
      [n],
      images.map(({ logDet }) => logDet),
    ),
    log_prob_if_out_is_std_normal: array([n], logProb),
    loss: array([], [loss()]),
    inverse_of_out: array([n, d], x.flat()),
    inverse_log_det: array(
      [n],
      images.map(({ logDet }) => -logDet),
    ),
  };
  const grads: GoldenArrays = Object.fromEntries(
    names.map((name) => [name, array(shapes[name]!, slopes(params[name]!))]),
  );
  const gradientOfX = array([n, d], x.flatMap(slopes));
  return {
    id: `${about.case} ${JSON.stringify(about.config)}`,
    format: 'golden/1',
    case: about.case,
    config: about.config,
    source: { class: about.class ?? '' },
    params: Object.fromEntries(names.map((name) => [name, array(shapes[name]!, params[name]!)])),
    inputs: { x: array([n, d], x.flat()) },
    outputs,
    grads: { ...grads, x: gradientOfX },
  };
}

/** v W + b with W [in, out]. */
function linear(
  v: readonly number[],
  W: readonly number[],
  b: readonly number[],
  mask?: (i: number, j: number) => boolean,
) {
  return b.map((bias, j) =>
    v.reduce((sum, value, i) => sum + (!mask || mask(i, j) ? value * W[i * b.length + j]! : 0), bias),
  );
}

/** tanh(v W1 + b1) W2 + b2 */
export const smallNet = (p: Numbers, prefix: string, v: readonly number[]): number[] =>
  linear(linear(v, p[`${prefix}W1`]!, p[`${prefix}b1`]!).map(Math.tanh), p[`${prefix}W2`]!, p[`${prefix}b2`]!);

/** Shapes of such a net. */
export const smallNetShapes = (prefix: string, inputs: number, hidden: number, outputs: number): Shapes => ({
  [`${prefix}W1`]: [inputs, hidden],
  [`${prefix}b1`]: [hidden],
  [`${prefix}W2`]: [hidden, outputs],
  [`${prefix}b2`]: [outputs],
});

/** nflows' MADE of two hidden layers: degrees 1 … d, then 1 + j mod (d − 1); outputs of a feature together. */
export function maskedNet(p: Numbers, v: readonly number[], perFeature: number): number[] {
  const d = v.length;
  const degree = (j: number) => (j % Math.max(1, d - 1)) + Math.min(1, d - 1);
  const h1 = linear(v, p['W0']!, p['b0']!, (i, j) => degree(j) >= i + 1).map(Math.tanh);
  const h2 = linear(h1, p['W1']!, p['b1']!, (i, j) => degree(j) >= degree(i)).map(Math.tanh);
  return linear(h2, p['W2']!, p['b2']!, (i, j) => Math.floor(j / perFeature) + 1 > degree(i));
}

export const maskedNetShapes = (d: number, hidden: number, perFeature: number): Shapes => ({
  W0: [d, hidden],
  b0: [hidden],
  W1: [hidden, hidden],
  b1: [hidden],
  W2: [hidden, d * perFeature],
  b2: [d * perFeature],
});
