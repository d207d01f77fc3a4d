/**
 * One of our models as one would write it with stock tfjs: whole packages, plain ops, tf.train.adam, `cpu` or `wasm`.
 * Reads the weights and batches that the bench wrote; the module of the family's name has `build({ tf, spec, variable })`, which gives
 * logProb(x), or throws what this backend lacks at the first step.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import * as tf from '@tensorflow/tfjs';

const [backend, folder] = process.argv.slice(2);
const { family, spec, parameters, batch, dimensions, learningRate } = JSON.parse(
  readFileSync(`${folder}/model.json`, 'utf8'),
);
if (backend === 'wasm') {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(main)}/`);
}
await tf.setBackend(backend);

const numbers = (name) => {
  const bytes = readFileSync(`${folder}/${name}.bin`);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
};
const weights = numbers('weights');
const batches = numbers('batches');
const rows = (values) => tf.tensor2d(values, [values.length / dimensions, dimensions]);
let offset = 0;
const variable = (...shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  offset += size;
  return tf.variable(tf.tensor(weights.slice(offset - size, offset), shape));
};
const { build } = await import(`./${family}.mjs`);
const logProb = build({ tf, spec, variable });
if (offset !== parameters) throw new Error(`${offset} of ${parameters} parameters were read`);
const adam = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
const length = batch * dimensions;
let step = 0;

function train(steps) {
  const start = performance.now();
  let last = NaN;
  for (let i = 0; i < steps; i++, step++) {
    const from = (step * length) % batches.length;
    const cost = tf.tidy(() => {
      const x = rows(batches.slice(from, from + length));
      return adam.minimize(() => logProb(x).mean().neg(), true);
    });
    last = cost.dataSync()[0];
    cost.dispose();
  }
  return `${performance.now() - start} ${last}`;
}

const score = () =>
  tf.tidy(
    () =>
      logProb(rows(numbers('held-out')))
        .mean()
        .neg()
        .dataSync()[0],
  );

console.log(`ready (tfjs ${tf.version.tfjs})`);
for await (const line of createInterface({ input: process.stdin })) {
  try {
    console.log(line === 'score' ? score() : train(Number(line)));
  } catch (error) {
    console.log(`cannot ${error.message.split('\n')[0]}`);
  }
}
