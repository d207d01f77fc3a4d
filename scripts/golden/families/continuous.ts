import * as tf from '#tf';
import type { Scalar, Tensor, Tensor2D } from '#tf';
import { continuous, flow, invert, mlpField, standardNormal } from '#flows';
import type { ContinuousOptions, MlpFieldOptions, Trace, VectorField } from '#flows';
import { dopri5, euler, midpoint, rk4, rng, threeEighths } from '#numerics';
import type { Solver } from '#numerics';
import { numberOf } from '../format.ts';
import type { Golden } from '../format.ts';
import { everyEntry, inputTensor } from '../preparation.ts';
import type { Adapter, Binding } from '../preparation.ts';

const layers: Record<string, MlpFieldOptions['layer'] | undefined> = {
  ignore: 'ignore',
  concat: 'concat',
  concatsquash: 'concat-squash',
};
const activations: Record<string, MlpFieldOptions['activation'] | undefined> = { tanh: 'tanh', softplus: 'softplus' };
/** Names of a layer's arrays, in the order of our parameters. */
const arrays = ['W', 'b', 'hyper_gate_W', 'hyper_gate_b', 'hyper_bias'];
/** torchdiffeq's names: its "rk4" is the 3/8 rule. */
const fixed: Record<string, ((options: { steps: number }) => Solver) | undefined> = {
  euler,
  midpoint,
  rk4: threeEighths,
  rk4_classical: rk4,
};
/** The peers solve to 1e-10 in float64; float32 carries no more than this. */
const finest = 1e-7;
/** A group of outputs by adaptive steps at another tolerance; such solutions are no nearer the truth than some times that. */
const loose = /^loose_([\d.e+-]+)$/;
const tight = dopri5({ relative: finest, absolute: finest });

/** A continuous flow of ffjord and torchdiffeq: time 0 → T1 is x → out, and log|det| is minus the peers' delta. */
export const continuousAdapter: Adapter = (golden) => {
  const { config, inputs } = golden;
  const layer = layers[String(config['layer'])];
  const activation = activations[String(config['nonlinearity'])];
  if (!layer) return { unknown: `no field of "${String(config['layer'])}" layers` };
  if (!activation) return { unknown: `no smooth activation "${String(config['nonlinearity'])}"` };
  const field = mlpField({
    dimensions: numberOf(golden, 'D'),
    hidden: config['hidden'] as number[],
    layer,
    activation,
    rng: rng(0),
  });
  const trace: Trace = inputs['e'] ? { kind: 'hutchinson', probe: inputTensor(golden, 'e') } : { kind: 'exact' };
  const along = (solver: Solver, rest: Partial<ContinuousOptions> = {}) =>
    continuous({ field, solver, trace, interval: [0, numberOf(golden, 'T1')], ...rest });
  return {
    map: along(tight),
    bindings: bindingsOf(golden, field),
    names: { log_prob_if_out_is_std_normal: 'log_prob', inverse_of_out: 'reverse_from_out' },
    more: (map) => ({
      delta_logp: tf.neg(map.forward(inputTensor(golden)).logDet),
      reverse_delta: tf.neg(map.inverse(inputTensor({ ...golden, inputs: golden.outputs }, 'out')).logDet),
      ...alongTheWay(golden, along(tight)),
      ...otherSolvers(golden, along),
      ...ofTheField(golden, field, trace),
      adjoint_minus_direct_max_abs: adjointGap(golden, field, along),
    }),
    allowed: Object.fromEntries(
      Object.keys(golden.outputs).map((name) => [name, 10 * Number(loose.exec(name.split('/')[0]!)?.[1] ?? 0)]),
    ),
  };
};

function bindingsOf(golden: Golden, field: VectorField): Binding[] {
  const depth = new Set(Object.keys(golden.params).map((name) => name.split('.')[0])).size;
  const perLayer = field.parameters.length / depth;
  return field.parameters.map((variable, i) => ({
    param: `${Math.floor(i / perLayer)}.${arrays[i % perLayer]!}`,
    variable,
    at: everyEntry(variable),
  }));
}

type Along = (solver: Solver, rest?: Partial<ContinuousOptions>) => ReturnType<typeof continuous>;

/** States at times between, read off the dense output. */
function alongTheWay(golden: Golden, map: ReturnType<Along>): Record<string, Tensor> {
  const count = golden.outputs['times']?.data.length ?? 2;
  const times = Array.from({ length: count }, (_, k) => (numberOf(golden, 'T1') * k) / (count - 1));
  const { states } = map.trajectory(inputTensor(golden), times);
  return {
    times: tf.tensor1d(times),
    z_at_times: tf.stack(states.map(({ points }) => points)),
    delta_at_times: tf.neg(tf.stack(states.map(({ logDet }) => logDet))),
  };
}

/** fixed_N_steps_METHOD/… and loose_TOLERANCE/…, whatever the number. */
function otherSolvers(golden: Golden, along: Along): Record<string, Tensor> {
  const found: Record<string, Tensor> = {};
  for (const group of new Set(Object.keys(golden.outputs).map((name) => name.split('/')[0]!))) {
    const [, steps, method] = /^fixed_(\d+)_steps_(\w+)$/.exec(group) ?? [];
    const [, tolerance] = loose.exec(group) ?? [];
    const make = fixed[method ?? ''];
    const error = Math.max(Number(tolerance), finest);
    const solver = make ? make({ steps: Number(steps) }) : tolerance && dopri5({ relative: error, absolute: error });
    if (!solver) continue;
    const { states } = along(solver).trajectory(inputTensor(golden), [0, numberOf(golden, 'T1')]);
    const { points, logDet } = states.at(-1)!;
    found[`${group}/out`] = points;
    found[`${group}/delta_logp`] = tf.neg(logDet);
  }
  return found;
}

/** The field alone: field_at_tSHARET1/… */
function ofTheField(golden: Golden, field: VectorField, trace: Trace): Record<string, Tensor> {
  const x = inputTensor(golden);
  const shares = Object.keys(golden.outputs).flatMap((name) => /^field_at_t([\d.]+)T1\/dz$/.exec(name)?.[1] ?? []);
  return Object.fromEntries(
    shares.flatMap((share): [string, Tensor][] => {
      const t = Number(share) * numberOf(golden, 'T1');
      const { v, div } = field.velocityAndDivergence(x, t);
      const estimate =
        trace.kind === 'exact' ? div : tf.sum(tf.mul(trace.probe, field.velocityAndTangent(x, t, trace.probe).jv), 1);
      const name = (output: string) => `field_at_t${share}T1/${output}`;
      return [
        [name('dz'), v],
        [name('minus_divergence'), tf.neg(estimate)],
        [name('exact_divergence'), div],
      ];
    }),
  );
}

/** The largest difference of the two ways to differentiate, over all parameters. */
function adjointGap(golden: Golden, field: VectorField, along: Along): Tensor {
  const x = inputTensor(golden);
  const variables = [...field.parameters];
  const [direct, adjoint] = (['direct', 'adjoint'] as const).map((gradient) => {
    const density = flow(standardNormal(field.dimensions), invert(along(tight, { gradient })));
    return tf.variableGrads(() => tf.neg<Scalar>(tf.mean(density.logProb(x))), variables).grads;
  });
  const gaps = variables.map(({ name }) => tf.max(tf.abs(tf.sub(direct![name]!, adjoint![name]!))));
  return tf.max(tf.stack(gaps));
}

/** dz/dt = A z + b, whose flow is a matrix exponential: a field without a hidden layer, W = Aᵀ. */
export const linearFieldAdapter: Adapter = (golden) => {
  const d = numberOf(golden, 'D');
  const field = mlpField({ dimensions: d, hidden: [], layer: 'ignore', activation: 'tanh', rng: rng(0) });
  const [weights, bias] = field.parameters;
  const map = continuous({ field, solver: tight, interval: [0, numberOf(golden, 'T1')] });
  const eye = Float32Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? 1 : 0));
  return {
    map,
    bindings: [
      { param: 'A', variable: weights!, at: everyEntry(weights!).map((at) => (at % d) * d + Math.floor(at / d)) },
      { param: 'b', variable: bias!, at: everyEntry(bias!) },
    ],
    names: { log_prob_if_out_is_std_normal: 'log_prob' },
    more: (tested) => {
      const { x, logDet } = tested.forward(inputTensor(golden));
      const columns = tf.sub<Tensor2D>(tested.forward(tf.tensor2d(eye, [d, d])).x, tested.forward(tf.zeros([1, d])).x);
      return { torchdiffeq_out: x, torchdiffeq_delta: tf.neg(logDet), expm_AT: tf.transpose(columns) };
    },
  };
};
