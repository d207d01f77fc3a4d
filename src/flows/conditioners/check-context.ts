import type { Tensor2D } from '#tf';

/**
 * The context that a conditioner asked for.
 * @throws TypeError if there is none, RangeError if it has another shape; both name the caller.
 */
export function checkContext(
  where: string,
  context: Tensor2D | undefined,
  [n, dimensions]: readonly [n: number, dimensions: number],
): Tensor2D {
  if (!context) {
    throw new TypeError(`${where}: context must be a tensor [n, ${dimensions}], got none; pass one beside x or z.`);
  }
  if (context.shape.length !== 2 || context.shape[0] !== n || context.shape[1] !== dimensions) {
    throw new RangeError(`${where}: context must have shape [${n},${dimensions}], got [${context.shape}].`);
  }
  return context;
}
