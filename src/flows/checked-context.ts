import type { Tensor2D } from '#tf';

/** @throws TypeError without context, RangeError if it is not [n, c]. */
export function checkedContext(where: string, context: Tensor2D | undefined, n: number, c: number): Tensor2D {
  if (!context) {
    throw new TypeError(`${where}: context must be a tensor [n, ${c}], got none; pass one beside x or z.`);
  }
  if (context.shape.length !== 2 || context.shape[0] !== n || context.shape[1] !== c) {
    throw new RangeError(`${where}: context must have shape [${n},${c}], got [${context.shape}].`);
  }
  return context;
}
