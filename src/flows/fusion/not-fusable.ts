/** Why a layer runs as plain operations. */
export class NotFusable extends Error {
  override readonly name = 'NotFusable';
}

/** Factors are multiplied and inverted once a batch, in d³ steps. */
export function checkSquare(dimensions: number): void {
  if (dimensions > 128) throw new NotFusable('its matrix has more than 128 dimensions');
}
