import { cos, exp, log, sin } from '#numerics';
import type { Potential } from './energy.ts';

/** A curve z₂ = height(z₁), and its slope there. */
type Curve = (z1: number) => { height: number; slope: number };
type Ridge = { curve: Curve; sd: number };

/** w₁ = sin(2πz₁/4) */
export const wave: Curve = (z1) => {
  const angle = (Math.PI / 2) * z1;
  return { height: sin(angle), slope: (Math.PI / 2) * cos(angle) };
};

/** w₂ = 3·exp(−½((z₁ − 1)/0.6)²) */
export const bump: Curve = (z1) => {
  const off = (z1 - 1) / 0.6;
  const height = 3 * exp(-0.5 * off * off);
  return { height, slope: (-off / 0.6) * height };
};

/** w₃ = 3·σ((z₁ − 1)/0.3) */
export const ramp: Curve = (z1) => {
  const off = (z1 - 1) / 0.3;
  // exp of what is never positive cannot overflow.
  const small = exp(-Math.abs(off));
  const share = off >= 0 ? 1 / (1 + small) : small / (1 + small);
  return { height: 3 * share, slope: (3 * share * (1 - share)) / 0.3 };
};

/**
 * The energies of https://arxiv.org/abs/1505.05770, table 1, that are ridges of Gaussian section along curves:
 * −U = log Σₖ exp(−½((z₂ − heightₖ(z₁))/sdₖ)²). Constant along a curve, so they have no normaliser on the whole plane.
 */
export const ridges =
  (parts: readonly Ridge[]): Potential =>
  (z1, z2) => {
    const terms = parts.map(({ curve, sd }) => {
      const { height, slope } = curve(z1);
      const off = (z2 - height) / sd;
      return { exponent: -0.5 * off * off, slope1: (off * slope) / sd, slope2: -off / sd };
    });
    const top = Math.max(...terms.map(({ exponent }) => exponent));
    let total = 0;
    let slope1 = 0;
    let slope2 = 0;
    for (const term of terms) {
      const weight = exp(term.exponent - top);
      total += weight;
      slope1 += weight * term.slope1;
      slope2 += weight * term.slope2;
    }
    return { value: top + log(total), slope1: slope1 / total, slope2: slope2 / total };
  };

const minus =
  (a: Curve, b: Curve): Curve =>
  (z1) => {
    const [from, taken] = [a(z1), b(z1)];
    return { height: from.height - taken.height, slope: from.slope - taken.slope };
  };

/** U2: one ridge along w₁. */
export const sinusoid = ridges([{ curve: wave, sd: 0.4 }]);
/** U3: a second ridge along w₁ − w₂. */
export const gap = ridges([
  { curve: wave, sd: 0.35 },
  { curve: minus(wave, bump), sd: 0.35 },
]);
/** U4: a second, narrower ridge along w₁ − w₃. */
export const split = ridges([
  { curve: wave, sd: 0.4 },
  { curve: minus(wave, ramp), sd: 0.35 },
]);
