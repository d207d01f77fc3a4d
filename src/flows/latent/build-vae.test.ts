import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import { normals, rng } from '#numerics';
import { elbo, iwae } from '../fitting/elbo.ts';
import { vae } from '../recipes/vae.ts';
import type { PosteriorName, VaeOptions } from '../recipes/vae.ts';
import { saveWeights, weightsHash } from '../weights.ts';
import { buildVae } from './build-vae.ts';
import type { SpecifiedVae } from './build-vae.ts';
import type { VaeSpec } from './vae-spec.ts';

const options: VaeOptions = { dimensions: 5, latent: 2, hidden: [7, 4], likelihood: { kind: 'bernoulli' } };
const posteriors: readonly PosteriorName[] = ['gaussian', 'planar', 'amortised-planar', 'iaf'];

describe.each(posteriors)('a variational autoencoder from JSON, posterior %s', (posterior) => {
  const spec = vae({ ...options, posterior, layers: 2 });
  const x = () => tf.tensor2d(normals(rng(3), 15).map(Math.abs).map(Math.round), [3, 5]);

  it('is the same, byte for byte, from the same seed and its own JSON', () => {
    const [first, again] = [spec, JSON.parse(JSON.stringify(spec)) as VaeSpec].map((json) => buildVae(json, rng(4)));
    const hash = (model: SpecifiedVae) => weightsHash(saveWeights(model));
    expect(hash(first!)).toBe(hash(again!));
    expect(first!.spec).toEqual(spec);
    expect(first!.bound(x(), rng(5), 3).dataSync()).toEqual(again!.bound(x(), rng(5), 3).dataSync());
    expect(hash(buildVae(spec, rng(5)))).not.toBe(hash(first!));
  });

  it('has shapes [n], [n, latent] and [n, dimensions], and a divergence where the posterior is Gaussian alone', () => {
    const model = buildVae(spec, rng(4));
    expect(model.bound(x(), rng(5), 4).shape).toEqual([3]);
    expect(model.terms(x(), rng(5), 4).logPosterior.shape).toEqual([4, 3]);
    expect(model.encode(x(), rng(5)).shape).toEqual([3, 2]);
    expect(model.reconstruct(x(), rng(5)).shape).toEqual([3, 5]);
    expect(model.sample(6, rng(5)).shape).toEqual([6, 5]);
    expect(model.divergence !== undefined).toBe(posterior === 'gaussian');
    expect(model.divergence?.(x()).shape ?? [3]).toEqual([3]);
  });

  it('leaves no tensor behind', () => {
    const model = buildVae(spec, rng(4));
    const [given, before] = [x(), tf.memory().numTensors];
    const { logLikelihood, logPrior, logPosterior } = model.terms(given, rng(5), 2);
    tf.dispose([logLikelihood, logPrior, logPosterior, model.bound(given, rng(5), 3), model.sample(2, rng(5))]);
    tf.dispose([model.reconstruct(given, rng(5)), model.divergence?.(given) ?? []]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('JSON that describes no autoencoder is refused', () => {
  const good = vae(options);
  it.each<[string, object, string]>([
    ['another kind', { kind: 'gan' }, 'buildVae: kind must be one of vae, got "gan"'],
    ['no latent', { latent: 0 }, 'buildVae: latent must be a whole number ≥ 1, got 0'],
    [
      'an unknown likelihood',
      { likelihood: { kind: 'poisson' } },
      'kind must be one of bernoulli, gaussian, got "poisson"',
    ],
    ['no decoder', { decoder: undefined }, 'buildVae: decoder.hidden must be a list'],
    [
      'an unknown activation',
      { encoder: { hidden: [3], activation: 'sine' } },
      'encoder.activation must be one of relu',
    ],
    ['a posterior that is no list', { posterior: 'iaf' }, 'buildVae: posterior must be a list, got "iaf"'],
    [
      'a posterior of another size',
      { posterior: [{ kind: 'planar', dimensions: 3 }] },
      'the base has 2 dimensions, but the bijection (composition) has 3',
    ],
    [
      'a posterior that reads another context than the encoder’s',
      { posterior: [{ kind: 'amortised-planar', dimensions: 2, context: 9 }] },
      'buildVae: posterior: amortisedPlanar: context must have shape [1,9], got [1,4]',
    ],
  ])('%s', (_, part, message) => {
    expect(() => buildVae({ ...good, ...part } as unknown as VaeSpec, rng(1))).toThrow(message);
  });

  it('and so are recipes and objectives out of range', () => {
    expect(() => vae({ ...options, hidden: [] })).toThrow('vae: hidden is empty');
    expect(() => vae({ ...options, layers: 0 })).toThrow('vae: layers must be a whole number ≥ 1, got 0');
    expect(() => vae({ ...options, posterior: 'sylvester' as PosteriorName })).toThrow('vae: posterior must be one of');
    const nextBatch = () => tf.zeros([1, 5]) as Tensor2D;
    expect(() => elbo({ nextBatch, rng: rng(1), draws: 0 })).toThrow('elbo: draws must be a whole number ≥ 1, got 0');
    expect(() => elbo({ nextBatch, rng: rng(1), divergence: 'exact' as 'sampled' })).toThrow(
      'elbo: divergence must be',
    );
    expect(() => iwae({ nextBatch, rng: rng(1), draws: 1.5 })).toThrow(
      'iwae: draws must be a whole number ≥ 1, got 1.5',
    );
  });
});
