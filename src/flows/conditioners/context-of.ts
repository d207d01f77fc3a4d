import type { Tensor2D } from '#tf';

/**
 * The context that a layer reads, checked against the rows it goes with.
 * @throws TypeError if there is none; RangeError if it is not [n, width].
 */
export function contextOf(where: string, context: Tensor2D | undefined, n: number, width: number): Tensor2D {
  if (!context) {
    throw new TypeError(`${where}: context must be a tensor [n, ${width}], got none; pass one beside x or z.`);
  }
  if (context.shape.length !== 2 || context.shape[0] !== n || context.shape[1] !== width) {
    throw new RangeError(`${where}: context must have shape [${n},${width}], got [${context.shape}].`);
  }
  return context;
}
