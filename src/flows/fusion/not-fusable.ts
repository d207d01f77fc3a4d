/** Why a layer runs as plain operations. */
export class NotFusable extends Error {
  override readonly name = 'NotFusable';
}
