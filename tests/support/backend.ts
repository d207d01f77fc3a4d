/** Unit tests compute on tfjs's plain cpu backend: no download, no compilation, and the reference of the others. */
import { beforeAll } from 'vitest';
import '#tf/cpu';
import * as tf from '#tf';

beforeAll(async () => {
  await tf.setBackend('cpu');
});
