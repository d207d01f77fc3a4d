import type { ImageShape, LayerSpec } from '#flows';
import { perDimension, scoredBy } from './transformers.ts';
import type { Context, Result } from './reference.ts';

type Coupling = Extract<LayerSpec, { kind: 'image-coupling' }>;
type Level = Extract<LayerSpec, { kind: 'multi-scale' }>['levels'][number];
type Network = Coupling['conditioner'];
/** An image of numbers on the tape, [h][w][c]. */
type Image = { shape: ImageShape; values: number[] };
type Places = { parameters: number; state: number };

/** Glow as https://arxiv.org/abs/1807.03039 has it, from the data to the noise, sum by sum. */
export function scoredImage(levels: readonly Level[], x: number[], start: Places, context: Context): Result {
  const { tape } = context;
  const places = placesOf(levels, start);
  let image: Image = { shape: shapeOf(levels.at(-1)!.layers.at(-1)!), values: x };
  const y: number[] = [];
  const logDets: number[] = [];
  for (const { level, layers, prior } of places.toReversed()) {
    for (const { layer, at } of layers.toReversed()) {
      const scored = scoredLayer(layer, image, at, context);
      image = scored.image;
      logDets.push(...scored.logDets);
    }
    if (!level.noise) {
      y.push(...image.values);
      continue;
    }
    const [first, second] = halves(image);
    const [noise, rest] = level.noise === 'second' ? [second, first] : [first, second];
    if (level.prior) {
      const theta = convnet(level.prior, rest, 2 * noise.shape[2], prior, context);
      noise.values = noise.values.map((value, i) => {
        const [mean, deviation] = [theta[2 * i]!, theta[2 * i + 1]!];
        logDets.push(tape.times(deviation, -1));
        return tape.mul(tape.sub(value, mean), tape.exp(tape.times(deviation, -1)));
      });
    }
    y.push(...noise.values);
    image = rest;
  }
  return { y, logDet: tape.sum(logDets) };
}

function scoredLayer(
  layer: LayerSpec,
  image: Image,
  at: Places,
  context: Context,
): { image: Image; logDets: number[] } {
  const { tape, parameters } = context;
  const [, , channels] = image.shape;
  switch (layer.kind) {
    case 'squeeze':
      return { image: squeezed(image), logDets: [] };
    case 'pixelwise': {
      const logDets: number[] = [];
      const values = image.values.map((value, i) => {
        const s = tape.times(parameters(at.parameters + (i % channels)), -1);
        logDets.push(s);
        return tape.mul(tape.sub(value, parameters(at.parameters + channels + (i % channels))), tape.exp(s));
      });
      return { image: { ...image, values }, logDets };
    }
    case 'conv1x1':
      return mixed(image, at, context);
    case 'image-coupling':
      return coupled(layer, image, at, context);
    default:
      throw new Error(`The reference has no ${layer.kind} of images.`);
  }
}

/** W = P·L·(U + diag(signs·exp(logScale))) at every pixel. */
function mixed({ shape, values }: Image, at: Places, { tape, parameters, state }: Context) {
  const [height, width, c] = shape;
  const factor = (i: number, j: number) => parameters(at.parameters + i * c + j);
  const range = [...Array(c).keys()];
  const scale = range.map((k) => tape.times(tape.exp(factor(k, k)), state(at.state + c * c + k)));
  const product = range.map((i) =>
    range.map((j) => {
      const terms = range.slice(0, Math.min(i, j) + 1).map((k) => {
        const upper = k === j ? scale[k]! : factor(k, j);
        return k === i ? upper : tape.mul(factor(i, k), upper);
      });
      return tape.sum(terms);
    }),
  );
  const rows = range.map((o) => product[range.findIndex((k) => state(at.state + o * c + k) === 1)]!);
  const out = [...Array(height * width).keys()].flatMap((pixel) => {
    const vector = values.slice(pixel * c, (pixel + 1) * c);
    return rows.map((row) => tape.dot(row, vector));
  });
  const volume = tape.sum(range.map((k) => factor(k, k)));
  return { image: { shape, values: out }, logDets: [tape.times(volume, height * width)] };
}

function coupled(layer: Coupling, image: Image, at: Places, context: Context) {
  const [first, second] = halves(image);
  const [kept, moved] = layer.keep === 'first' ? [first, second] : [second, first];
  const perDim = perDimension(layer.transformer);
  const theta = convnet(layer.conditioner, kept, moved.shape[2] * perDim, at.parameters, context);
  const logDets: number[] = [];
  moved.values = moved.values.map((value, i) => {
    const result = scoredBy(layer.transformer, value, theta.slice(i * perDim, (i + 1) * perDim), true, context);
    logDets.push(result.logDet);
    return result.y[0]!;
  });
  return { image: { shape: image.shape, values: joined(first, second) }, logDets };
}

function convnet(spec: Network, { shape, values }: Image, outputs: number, start: number, context: Context) {
  const { tape, parameters, near } = context;
  const [height, width, channels] = shape;
  let at = start;
  let h = values;
  let inputs = channels;
  const layers = convolutions(spec, outputs);
  layers.forEach(({ side, width: units }, i) => {
    const [kernel, reach, from, read] = [at, (side - 1) / 2, h, inputs];
    const bias = kernel + side * side * read * units;
    h = [];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let o = 0; o < units; o++) {
          const terms = [parameters(bias + o)];
          for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
            for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
              const tap = (row - y + reach) * side + column - x + reach;
              for (let c = 0; c < read; c++) {
                const weight = parameters(kernel + (tap * read + c) * units + o);
                terms.push(tape.mul(from[(row * width + column) * read + c]!, weight));
              }
            }
          }
          h.push(unit(tape.sum(terms), i < layers.length - 1 && spec.kind === 'convnet' ? spec.activation : 'linear'));
        }
      }
    }
    at = bias + units;
    inputs = units;
  });
  return h.map((value, i) => tape.mul(value, tape.exp(tape.times(parameters(at + (i % outputs)), 3))));

  function unit(sum: number, activation: 'linear' | 'relu' | 'tanh'): number {
    if (activation === 'tanh') return tape.tanh(sum);
    if (activation === 'relu') near(tape.values[sum]!);
    return activation === 'relu' ? tape.relu(sum) : sum;
  }
}

function convolutions(spec: Network, outputs: number): { side: number; width: number }[] {
  if (spec.kind !== 'convnet') throw new Error(`The reference has no ${spec.kind}.`);
  const last = spec.hidden.length;
  return [...spec.hidden, outputs].map((width, i) => ({ side: i === 0 || i === last ? 3 : 1, width }));
}

function convnetCount(spec: Network, read: number, outputs: number): number {
  let inputs = read;
  const counts = convolutions(spec, outputs).map(({ side, width }) => {
    const count = (side * side * inputs + 1) * width;
    inputs = width;
    return count;
  });
  return counts.reduce((sum, count) => sum + count, outputs);
}

function placesOf(levels: readonly Level[], { parameters, state }: Places) {
  return levels.map((level) => {
    const layers = level.layers.map((layer) => {
      const place = { layer, at: { parameters, state } };
      const count = imageCount(layer);
      parameters += count.parameters;
      state += count.state;
      return place;
    });
    const prior = parameters;
    const channels = shapeOf(level.layers[0]!)[2];
    if (level.prior) parameters += convnetCount(level.prior, channels / 2, channels);
    return { level, layers, prior, end: parameters };
  });
}

/** How many parameters a multi-scale layer has. */
export function multiScaleCount(levels: readonly Level[]): number {
  return placesOf(levels, { parameters: 0, state: 0 }).at(-1)!.end;
}

function imageCount(layer: LayerSpec): Places {
  const channels = shapeOf(layer)[2];
  if (layer.kind === 'pixelwise') return { parameters: 2 * channels, state: 1 };
  if (layer.kind === 'conv1x1') return { parameters: channels * channels, state: channels * channels + channels };
  if (layer.kind !== 'image-coupling') return { parameters: 0, state: 0 };
  const half = channels / 2;
  return { parameters: convnetCount(layer.conditioner, half, half * perDimension(layer.transformer)), state: 0 };
}

function shapeOf(layer: LayerSpec): ImageShape {
  if (!('shape' in layer)) throw new Error(`The reference has no ${layer.kind} of images.`);
  return layer.shape;
}

function squeezed({ shape: [height, width, channels], values }: Image): Image {
  const out: number[] = [];
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      for (let c = 0; c < channels; c++) {
        for (const [dy, dx] of [
          [0, 0],
          [0, 1],
          [1, 0],
          [1, 1],
        ] as const) {
          out.push(values[((y + dy) * width + x + dx) * channels + c]!);
        }
      }
    }
  }
  return { shape: [height / 2, width / 2, 4 * channels], values: out };
}

function halves({ shape: [height, width, channels], values }: Image): [Image, Image] {
  const shape: ImageShape = [height, width, channels / 2];
  const part = (second: boolean) => values.filter((_, i) => i % channels >= channels / 2 === second);
  return [
    { shape, values: part(false) },
    { shape, values: part(true) },
  ];
}

function joined({ shape: [, , half], values }: Image, second: Image): number[] {
  return values.flatMap((_, i) =>
    i % half === 0 ? [...values.slice(i, i + half), ...second.values.slice(i, i + half)] : [],
  );
}
