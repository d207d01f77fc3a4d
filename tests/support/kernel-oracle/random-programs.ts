import fc from 'fast-check';
import type { FlowSpec, LayerSpec, ScaleSpec, TransformerSpec } from '#flows';

export type RandomProgram = { spec: FlowSpec; rows: number; seed: number };

const scale: fc.Arbitrary<ScaleSpec> = fc.oneof(
  fc.constant<ScaleSpec>({ kind: 'exp' }),
  fc.record({ kind: fc.constant('tanh' as const), bound: fc.constantFrom(0.7, 2) }),
  fc.record({ kind: fc.constant('soft-clip' as const), bound: fc.constantFrom(1.5, 6.9) }),
);
const transformer: fc.Arbitrary<TransformerSpec> = fc.oneof(fc.constant<TransformerSpec>({ kind: 'additive' }), {
  weight: 3,
  arbitrary: fc.record({ kind: fc.constant('affine' as const), scale }),
});
// Widths on both sides of the register tile (4 × 8) and of its multiples.
const hidden = fc.array(fc.oneof(fc.integer({ min: 1, max: 21 }), fc.constantFrom(8, 16, 32)), { maxLength: 3 });
const activation = fc.constantFrom('relu' as const, 'tanh' as const);
const order = (d: number) => fc.shuffledSubarray([...Array(d).keys()], { minLength: d, maxLength: d });

const mask = (d: number) =>
  fc.array(fc.constantFrom(0, 1), { minLength: d, maxLength: d }).filter((bits) => new Set(bits).size === 2);

const residual = <Kind extends 'residual-mlp' | 'residual-made'>(kind: Kind) =>
  fc.record({
    kind: fc.constant(kind),
    width: fc.integer({ min: 1, max: 13 }),
    blocks: fc.integer({ min: 1, max: 2 }),
    activation,
  });

/** Few steps and narrow fields: the reference multiplies out every Jacobian, number by number. */
const continuous = (d: number) =>
  fc
    .record({
      layer: fc.constantFrom('ignore' as const, 'concat' as const, 'concat-squash' as const),
      activation: fc.constantFrom('tanh' as const, 'softplus' as const),
      hidden: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
      solver: fc.record({
        kind: fc.constantFrom('euler' as const, 'midpoint' as const, 'rk4' as const, 'three-eighths' as const),
        steps: fc.integer({ min: 1, max: 2 }),
      }),
      turned: fc.boolean(),
    })
    .map(({ solver, turned, ...rest }): LayerSpec => {
      const of: LayerSpec = { kind: 'continuous', dimensions: d, field: { kind: 'mlp', ...rest }, solver };
      return turned ? { kind: 'invert', of } : of;
    });

function layer(d: number): fc.Arbitrary<LayerSpec> {
  const conditioner = fc.record({ kind: fc.constant('mlp' as const), hidden, activation });
  const masked = fc.record({
    kind: fc.constant('made' as const),
    hidden: fc.array(fc.integer({ min: 1, max: 19 }), { minLength: 1, maxLength: 2 }),
    activation,
  });
  const coupling = (turned: boolean) =>
    fc
      .record({
        kind: fc.constant('coupling' as const),
        mask: mask(d),
        transformer,
        conditioner: fc.oneof({ weight: 4, arbitrary: conditioner }, masked, residual('residual-mlp')),
      })
      .map((spec): LayerSpec => (turned ? { kind: 'invert', of: spec } : spec));
  const actnorm: LayerSpec = { kind: 'actnorm', dimensions: d };
  const always: fc.Arbitrary<LayerSpec>[] = [
    order(d).map((by): LayerSpec => ({ kind: 'permutation', order: by })),
    fc.constantFrom<LayerSpec>(actnorm, { kind: 'invert', of: actnorm }),
    fc.record({
      kind: fc.constant('autoregressive' as const),
      order: order(d),
      transformer,
      conditioner: fc.oneof(masked, residual('residual-made')),
    }),
  ];
  const lu: LayerSpec = { kind: 'lu-linear', dimensions: d };
  const sign = fc.constantFrom(-1, 1);
  always.push(
    continuous(d),
    fc.constantFrom<LayerSpec>(lu, { kind: 'invert', of: lu }),
    fc
      .record({ order: order(d), signs: fc.array(sign, { minLength: d, maxLength: d }), turned: fc.boolean() })
      .map(({ turned, ...spec }): LayerSpec => {
        const of: LayerSpec = { kind: 'plu-linear', ...spec };
        return turned ? { kind: 'invert', of } : of;
      }),
    // Only the direction of the formula has a kernel.
    fc.constantFrom(undefined, { kind: 'leaky-relu' as const, slope: 0.3 }).map((activation): LayerSpec => ({
      kind: 'invert',
      of: { kind: 'planar', dimensions: d, ...(activation && { activation }) },
    })),
  );
  always.push(fc.constant<LayerSpec>({ kind: 'invert', of: { kind: 'radial', dimensions: d } }));
  // Read from x to z alone.
  const mixed = () =>
    fc.record({
      kind: fc.constant('coupling' as const),
      mask: mask(d),
      transformer: fc.record({
        kind: fc.constant('logistic-mixture' as const),
        components: fc.integer({ min: 1, max: 6 }),
        spread: fc.constantFrom(0.5, 2),
      }),
      conditioner,
    });
  return d === 1 ? fc.oneof(...always) : fc.oneof(...always, coupling(false), coupling(false), coupling(true), mixed());
}

/** Flows of fusable layers, with batches on both sides of a shard's 64 rows. */
export const randomProgram: fc.Arbitrary<RandomProgram> = fc.integer({ min: 1, max: 6 }).chain((d) =>
  fc.record({
    spec: fc
      .array(layer(d), { minLength: 1, maxLength: 4 })
      .map((layers): FlowSpec => ({ base: { kind: 'standard-normal', dimensions: d }, layers })),
    rows: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 60, max: 135 })),
    seed: fc.nat({ max: 1_000_000 }),
  }),
);
