/**
 * The moons RealNVP as one would write it with stock tfjs: whole packages, plain ops, tf.train.adam, `cpu` or `wasm`.
 * Reads the initial weights and the batches that the bench wrote, so that its losses can be compared with ours.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dirname } from 'node:path';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';

const [backend, folder] = process.argv.slice(2);
const { layers, hidden, batch, learningRate } = JSON.parse(readFileSync(`${folder}/shape.json`, 'utf8'));
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
let offset = 0;
const variable = (...shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  offset += size;
  return tf.variable(tf.tensor(weights.slice(offset - size, offset), shape));
};
const couplings = Array.from({ length: layers }, (_, k) => ({
  mask: tf.tensor1d([k % 2, (k + 1) % 2]),
  free: tf.tensor1d([(k + 1) % 2, k % 2]),
  net: [
    [variable(2, hidden), variable(hidden)],
    [variable(hidden, hidden), variable(hidden)],
    [variable(hidden, 4), variable(4)],
  ],
}));
const logScale = variable(2);
const shift = variable(2);

function loss(x) {
  let z = x.sub(shift).mul(logScale.neg().exp());
  let logDet = logScale.sum().neg();
  for (const { mask, free, net } of [...couplings].reverse()) {
    const kept = z.mul(mask);
    const h1 = kept.matMul(net[0][0]).add(net[0][1]).relu();
    const h2 = h1.matMul(net[1][0]).add(net[1][1]).relu();
    const [t, u] = h2.matMul(net[2][0]).add(net[2][1]).reshape([-1, 2, 2]).unstack(2);
    const s = u.mul(0.5).tanh().mul(2);
    z = kept.add(z.sub(t).mul(s.neg().exp()).mul(free));
    logDet = logDet.sub(s.mul(free).sum(1));
  }
  const logBase = z
    .square()
    .sum(1)
    .mul(-0.5)
    .sub(Math.log(2 * Math.PI));
  return logBase.add(logDet).mean().neg();
}

const adam = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
const held = batches.length / (2 * batch);
let step = 0;
console.log(`ready (tfjs ${tf.version.tfjs})`);
for await (const line of createInterface({ input: process.stdin })) {
  const start = performance.now();
  let last = NaN;
  for (let i = 0; i < Number(line); i++, step++) {
    const from = (step % held) * 2 * batch;
    const cost = tf.tidy(() => {
      const x = tf.tensor2d(batches.slice(from, from + 2 * batch), [batch, 2]);
      return adam.minimize(() => loss(x), true);
    });
    last = cost.dataSync()[0];
    cost.dispose();
  }
  console.log(`${performance.now() - start} ${last}`);
}
