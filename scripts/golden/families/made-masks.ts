import { hiddenDegrees, madeMasks, maskConnectivity } from '#flows';
import { numberOf } from '../format.ts';
import { sortedColumns } from '../made-net.ts';
import type { MadeNetOptions } from '../made-net.ts';
import type { Adapter } from '../preparation.ts';

/** Masks of nets with two hidden layers. Two peers deal the hidden degrees in turn as we do; karpathy draws them. */
export const madeMasksAdapter: Adapter = (golden) => {
  const d = numberOf(golden, 'D');
  const width = numberOf(golden, 'hidden');
  const paramsPerDim = numberOf(golden, 'output_multiplier');
  const dealt = hiddenDegrees(d, [width, width]);
  // karpathy counts from 0, we from 1.
  const drawn = [1, 2].map((layer) =>
    (golden.outputs[`karpathy_degrees_hidden${layer}`]?.data ?? []).map((degree) => degree + 1),
  );
  const masksOf = (peer: string, degrees: number[][], columns: MadeNetOptions['columns']) => {
    const order = Array.from({ length: d }, (_, i) => i);
    const masks = madeMasks({ order, degrees, paramsPerDim });
    const places = sortedColumns(d, columns, paramsPerDim).map(([i, parameter]) => i * paramsPerDim + parameter);
    const inPeersOrder = (rows: ArrayLike<number>[]) => rows.flatMap((row) => places.map((column) => row[column]!));
    const [first, inner, last] = masks as [(typeof masks)[0], (typeof masks)[0], (typeof masks)[0]];
    const outputs = d * paramsPerDim;
    const lastRows = Array.from({ length: width }, (_, row) =>
      last.values.subarray(row * outputs, (row + 1) * outputs),
    );
    return {
      [`${peer}_mask_in`]: first.values,
      [`${peer}_mask_hidden`]: inner.values,
      [`${peer}_mask_out`]: inPeersOrder(lastRows),
      [`${peer}_connectivity_in_to_out`]: inPeersOrder(maskConnectivity(masks)),
    };
  };
  return {
    outputs: {
      nflows_degrees_hidden1: dealt[0]!,
      nflows_degrees_hidden2: dealt[1]!,
      ...masksOf('nflows', dealt, 'together'),
      ...masksOf('ikostrikov', dealt, 'blocks'),
      ...(drawn[0]!.length > 0 && masksOf('karpathy', drawn, 'blocks')),
    },
  };
};
