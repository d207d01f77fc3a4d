import { engine } from '@tensorflow/tfjs-core';

/** Whether operations are being recorded for a gradient: what is computed now may be pulled back later. */
export function taping(): boolean {
  return engine().isTapeOn();
}
