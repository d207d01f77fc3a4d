import { log } from './elementary.ts';

/**
 * Randomness as a value: every draw of the book comes from one of these, so a seed decides everything.
 * Only + − × ÷ √, shifts and our own `log` are used, so the numbers are the same bits on every engine.
 */
export interface Rng {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal, N(0, 1). */
  normal(): number;
  /** Uniform on {0, …, n − 1}. */
  integer(n: number): number;
  /** An independent stream, decided by this stream's seed and the label alone, not by what was drawn before. */
  stream(label: string): Rng;
}

/** xoshiro128** (Blackman & Vigna 2021, https://arxiv.org/abs/1805.01407) seeded by a hash of seed and label. */
export function rng(seed: number, label = ''): Rng {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`rng: seed must be a whole number ≥ 0, got ${seed}.`);
  }
  const next32 = xoshiro128(seedWords(seed, label));
  let spare: number | undefined;

  const uniform = () => ((next32() >>> 5) * 67108864 + (next32() >>> 6)) / 9007199254740992;
  // Marsaglia's polar method: a pair a call, the second kept.
  const normal = () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  };
  return {
    uniform,
    normal,
    integer: (n) => Math.floor(uniform() * n),
    stream: (inner) => rng(seed, `${label}/${inner}`),
  };
}

/** `n` standard normals as float32, what a tensor is made from. */
export function normals(source: Rng, n: number): Float32Array {
  return Float32Array.from({ length: n }, () => source.normal());
}

/** Fisher–Yates: the numbers 0 … n − 1 in random order. */
export function shuffled(source: Rng, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = source.integer(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function xoshiro128([a, b, c, d]: Uint32Array): () => number {
  let [s0, s1, s2, s3] = [a!, b!, c!, d!];
  return () => {
    const result = Math.imul(rotl(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotl(s3, 11);
    return result;
  };
}

const rotl = (x: number, k: number) => (x << k) | (x >>> (32 - k));

/** Four state words: FNV-1a over seed and label, stretched by splitmix32. Never all zero. */
function seedWords(seed: number, label: string): Uint32Array {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}:${label}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  const low = seed >>> 0;
  const high = Math.floor(seed / 4294967296) >>> 0;
  let state = hash ^ Math.imul(low, 0x9e3779b9) ^ Math.imul(high, 0x85ebca6b);
  const words = Uint32Array.from({ length: 4 }, () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  });
  if (words.every((word) => word === 0)) words[0] = 1;
  return words;
}
