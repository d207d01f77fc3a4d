import type { Contender } from './contender.ts';
import type { Model } from './model.ts';
export async function chromiumContenders(_model: Model): Promise<Contender[]> {
  return [];
}
