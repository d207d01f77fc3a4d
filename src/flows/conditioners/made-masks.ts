import { contextWidth, list, permutationOrder, positiveInteger } from '../argument-checks.ts';

/** A matrix of 0 and 1, row-major, [in, out]: 1 where a weight may differ from 0. */
export type Mask = { shape: [rows: number, columns: number]; values: Float32Array };

export type MadeMasksOptions = {
  /** order[k] is the dimension that comes k-th: what it depends on stands before it. */
  order: readonly number[];
  /** The degree of every hidden unit, layer by layer; `hiddenDegrees` deals them out. */
  degrees: readonly (readonly number[])[];
  /** Outputs for each dimension; those of dimension i stand together, at i·paramsPerDim. */
  paramsPerDim: number;
  /** Inputs for each dimension, together at i·inputsPerDim: 1, or k where it is read as one of k categories. */
  inputsPerDim?: number;
  /** Inputs after those of the d dimensions that every output may read. */
  contextDimensions?: number;
};

/**
 * Degrees for hidden layers of these widths: 1 … d − 1 over and over, as nflows and pytorch-flows deal them. With context they
 * start at 0: units of degree 0 read the context alone, and only through them does it reach the dimension that comes first.
 * One dimension without context has nothing to read, so its units have degree 0 and see no input.
 */
export function hiddenDegrees(dimensions: number, widths: readonly number[], contextDimensions = 0): number[][] {
  const d = positiveInteger('hiddenDegrees: dimensions', dimensions);
  const lowest = contextWidth('hiddenDegrees: contextDimensions', contextDimensions) > 0 || d === 1 ? 0 : 1;
  return list('hiddenDegrees: widths', widths).map((width, layer) => {
    const units = positiveInteger(`hiddenDegrees: widths[${layer}]`, width);
    return Array.from({ length: units }, (_, unit) => lowest + (unit % (d - lowest)));
  });
}

/**
 * The masks of MADE, https://arxiv.org/abs/1502.03509 §4: one for each weight matrix, first layer first.
 *
 * Degrees:  the dimension that comes k-th has k (k = 1 … d), context has 0, hidden units have what `degrees` says
 * Masks:    input or unit a feeds unit b if degree(b) ≥ degree(a); it feeds the outputs of dimension i if degree(i) > degree(a)
 * So the parameters of a dimension depend on those before it in `order`, and on no other.
 * Shapes:   [d·inputsPerDim + context, h₁], [h₁, h₂], …, [h_last, d·paramsPerDim]
 * @throws RangeError if `order` is no permutation, a size is no whole number, or a degree is not a whole number ≥ 0.
 */
export function madeMasks({
  order,
  degrees,
  paramsPerDim,
  inputsPerDim = 1,
  contextDimensions = 0,
}: MadeMasksOptions): Mask[] {
  const places = permutationOrder('madeMasks: order', order);
  positiveInteger('madeMasks: paramsPerDim', paramsPerDim);
  positiveInteger('madeMasks: inputsPerDim', inputsPerDim);
  const context = contextWidth('madeMasks: contextDimensions', contextDimensions);
  const ofDimension = places.map((_, i) => places.indexOf(i) + 1);
  const layers = [
    [...repeated(ofDimension, inputsPerDim), ...new Array<number>(context).fill(0)],
    ...list('madeMasks: degrees', degrees).map((layer, i) => checkedDegrees(`madeMasks: degrees[${i}]`, layer)),
  ];
  const outputs = repeated(ofDimension, paramsPerDim);
  return [
    ...layers.slice(1).map((units, i) => mask(layers[i]!, units, (from, to) => to >= from)),
    mask(layers.at(-1)!, outputs, (from, to) => to > from),
  ];
}

/** Which outputs each input reaches through all the masks, [in][out]: their product, as 0 and 1. */
export function maskConnectivity(masks: readonly Mask[]): number[][] {
  const inputs = list('maskConnectivity: masks', masks)[0]?.shape[0] ?? 0;
  return Array.from({ length: inputs }, (_, input) => {
    let reached = Array.from({ length: inputs }, (_unused, i) => (i === input ? 1 : 0));
    for (const { shape, values } of masks) {
      const from = reached;
      reached = Array.from({ length: shape[1] }, (_unused, j) =>
        from.some((on, i) => on === 1 && values[i * shape[1] + j] === 1) ? 1 : 0,
      );
    }
    return reached;
  });
}

const repeated = (degrees: readonly number[], times: number): number[] =>
  degrees.flatMap((degree) => new Array<number>(times).fill(degree));

function mask(from: readonly number[], to: readonly number[], open: (from: number, to: number) => boolean): Mask {
  return {
    shape: [from.length, to.length],
    values: Float32Array.from(from.flatMap((a) => to.map((b) => (open(a, b) ? 1 : 0)))),
  };
}

function checkedDegrees(where: string, degrees: readonly number[]): readonly number[] {
  list(where, degrees);
  if (degrees.length === 0 || degrees.some((degree) => !Number.isInteger(degree) || degree < 0)) {
    throw new RangeError(`${where} must hold whole numbers ≥ 0, one for each unit, got [${degrees.join(', ')}].`);
  }
  return degrees;
}
