import { fixed } from './format.ts';
import { det, multiply, rotation, type Matrix2 } from './matrix2.ts';

/** One step of a split: the factor by itself, the product up to here, and words for the picture. */
export type SplitStep = { name: string; factor: Matrix2; soFar: Matrix2; detail: string };
export type SplitKind = 'qr' | 'polar';

/** Splits J into steps a square goes through one after the other. Undefined where the split does not exist. */
export function split(kind: SplitKind, jacobian: Matrix2): SplitStep[] | undefined {
  return kind === 'qr' ? shearStretchTurn(jacobian) : stretchTurn(jacobian);
}

/**
 * J = Q·D·S, the QR decomposition with R = D·S: first a shear S, then a stretch D along the axes, then a turn Q.
 * Q is always a rotation; a reversed orientation shows as a negative second stretch.
 */
function shearStretchTurn(jacobian: Matrix2): SplitStep[] | undefined {
  const [a, b, c, d] = jacobian;
  const first = Math.hypot(a, c);
  if (first < 1e-9) return undefined;
  const second = det(jacobian) / first;
  const slant = (a * b + c * d) / (first * first);
  const angle = Math.atan2(c, a);
  return steps([
    { name: 'shear', factor: [1, slant, 0, 1], detail: `slant ${fixed(slant)}` },
    { name: 'stretch', factor: [first, 0, 0, second], detail: `× ${fixed(first)} and × ${fixed(second)}` },
    { name: 'turn', factor: rotation(angle), detail: degrees(angle) },
  ]);
}

/**
 * J = Q·P, the polar decomposition: first a stretch P along two perpendicular directions of J's own, then a turn Q
 * (a turn and a mirror when det J < 0). P = √(JᵀJ), in closed form for 2 × 2: (M + √det M·I) / √(tr M + 2√det M).
 */
function stretchTurn(jacobian: Matrix2): SplitStep[] | undefined {
  const area = det(jacobian);
  if (Math.abs(area) < 1e-9) return undefined;
  const [a, b, c, d] = jacobian;
  const gram: Matrix2 = [a * a + c * c, a * b + c * d, a * b + c * d, b * b + d * d];
  const root = Math.abs(area);
  const scale = Math.sqrt(gram[0] + gram[3] + 2 * root);
  const stretch: Matrix2 = [(gram[0] + root) / scale, gram[1] / scale, gram[2] / scale, (gram[3] + root) / scale];
  const inverse: Matrix2 = [stretch[3] / root, -stretch[1] / root, -stretch[2] / root, stretch[0] / root];
  const turn = multiply(jacobian, inverse);
  const spread = Math.sqrt(Math.max(0, (stretch[0] - stretch[3]) ** 2 / 4 + stretch[1] ** 2));
  const middle = (stretch[0] + stretch[3]) / 2;
  return steps([
    {
      name: 'stretch',
      factor: stretch,
      detail: `× ${fixed(middle + spread)} and × ${fixed(middle - spread)}`,
    },
    {
      name: area < 0 ? 'turn and mirror' : 'turn',
      factor: turn,
      detail: area < 0 ? 'reverses orientation' : degrees(Math.atan2(turn[2], turn[0])),
    },
  ]);
}

function steps(factors: { name: string; factor: Matrix2; detail: string }[]): SplitStep[] {
  let soFar: Matrix2 = [1, 0, 0, 1];
  return factors.map(({ name, factor, detail }) => {
    soFar = multiply(factor, soFar);
    return { name, factor, soFar, detail };
  });
}

const degrees = (angle: number): string => `${fixed((angle * 180) / Math.PI, 0)}°`;
