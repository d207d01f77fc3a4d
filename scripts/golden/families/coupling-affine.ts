import { affineTransformer, coupling, exponential, reciprocal, sigmoidGate, softplusScale } from '#flows';
import type { Activation, ScaleMap } from '#flows';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { nflowsMask, normflowsMask, sides } from '../masks.ts';
import type { Sides } from '../masks.ts';
import { net, netOrNone, shiftAndScale } from '../net.ts';
import type { Net } from '../net.ts';
import type { Adapter, Preparation, Unknown } from '../preparation.ts';

const gate = sigmoidGate({ floor: 1e-3 });

/** nflows' scale activations, by their names there and by what they compute. */
export const nflowsScales: Record<string, ScaleMap | undefined> = {
  sigmoid2: gate,
  sigmoid: gate,
  default: gate,
  DEFAULT_SCALE_ACTIVATION: gate,
  softplus: softplusScale(),
  general: softplusScale(),
  GENERAL_SCALE_ACTIVATION: softplusScale(),
  exp: exponential,
};

/** normflows' `scale_map`: its forward divides by the gate, unless the name ends in _inv. */
export const normflowsScales: Record<string, ScaleMap | undefined> = {
  exp: exponential,
  sigmoid: reciprocal(sigmoidGate()),
  sigmoid_inv: sigmoidGate(),
};

/** RealNVP couplings of four peers, told apart by their configuration. */
export const affineCouplingAdapter: Adapter = (golden) => {
  const { config } = golden;
  const kind = config['kind'] ?? config['scale_activation'];
  if (typeof kind === 'string') {
    return oneNet(golden, nflowsMask(golden), 'blocks', nflowsScales[kind], kind);
  }
  if (typeof config['scale_map'] === 'string') {
    const scale = normflowsScales[config['scale_map']];
    return oneNet(golden, normflowsMask(golden), 'interleaved', scale, config['scale_map']);
  }
  if (golden.params['scale_net.W0']) return ikostrikov(golden);
  if (config['parity'] !== undefined && config['D'] === 2) return karpathy(golden);
  return {
    unknown: `no adapter for the configuration ${JSON.stringify(config)}`,
  };
};

/** One net whose output holds shifts and scales: in two blocks, shifts first, or alternating. */
function oneNet(
  golden: Golden,
  { mask, kept, free }: Sides,
  order: 'blocks' | 'interleaved',
  scale: ScaleMap | undefined,
  scaleName: string,
): Preparation | Unknown {
  if (!scale) return { unknown: `no scale map "${scaleName}"` };
  const writes: [number, number][] =
    order === 'blocks'
      ? [0, 1].flatMap((parameter) => free.map((dimension): [number, number] => [dimension, parameter]))
      : free.flatMap((dimension): [number, number][] => [
          [dimension, 0],
          [dimension, 1],
        ]);
  const built = net(golden, {
    prefix: 'net.',
    dimensions: mask.length,
    paramsPerDim: 2,
    reads: kept,
    writes,
  });
  return affine(mask, built, scale);
}

/** Full-width nets: tanh for the scale, ReLU for the shift, unless the file says otherwise. */
function ikostrikov(golden: Golden): Preparation {
  const { mask } = sides(golden.config['mask'] as number[]);
  const every = mask.map((_, i) => i);
  const options = {
    dimensions: mask.length,
    paramsPerDim: 1,
    reads: every,
    writes: every.map((i) => [i, 0] as const),
  };
  const shift = net(golden, {
    ...options,
    prefix: 'translate_net.',
    activation: actOf(golden, 't_act', 'relu'),
  });
  const scale = net(golden, { ...options, prefix: 'scale_net.', activation: actOf(golden, 's_act', 'tanh') });
  return affine(mask, shiftAndScale(shift, scale), exponential);
}

const actOf = ({ config }: Golden, name: string, otherwise: Activation): Activation =>
  config[name] === 'relu' || config[name] === 'tanh' ? config[name] : otherwise;

/** Two dimensions; parity 1 keeps the second. */
function karpathy(golden: Golden): Preparation {
  const { mask, kept, free } = sides(numberOf(golden, 'parity') === 1 ? [0, 1] : [1, 0]);
  const options = {
    dimensions: 2,
    paramsPerDim: 1,
    reads: kept,
    writes: free.map((i) => [i, 0] as const),
  };
  const built = shiftAndScale(
    netOrNone(golden, { ...options, prefix: 't.' }),
    netOrNone(golden, { ...options, prefix: 's.' }),
  );
  return affine(mask, built, exponential);
}

function affine(mask: number[], { conditioner, bindings }: Net, scale: ScaleMap): Preparation {
  return {
    map: coupling({
      mask,
      conditioner,
      transformer: affineTransformer({ scale }),
    }),
    bindings,
  };
}
