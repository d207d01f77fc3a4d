import { fixed, tiny, whole } from '#plotting';
import type { HeldOut, Metrics } from '#training';

/** good: the law holds · broken: it does not (red) · missed: a baseline is not reached (amber) · open: not measured yet. */
export type Verdict = 'good' | 'broken' | 'missed' | 'open';

export type Catcher = {
  id: 'integral' | 'round-trip' | 'log-det' | 'nll';
  name: string;
  value: string;
  verdict: Verdict;
  /** What is measured, how, and when it counts as broken. */
  explanation: string;
};

/** How far Σp·cell may be from the share of samples in the box, beyond three standard errors: what a 512² sum leaves. */
const integralSlack = 0.02;
/** float32 carries about seven digits; twenty times the errors seen on sound flows. */
const roundTripLimit = 1e-3;
const logDetLimit = 1e-3;

/** The four catchers as the strip shows them. */
export function catchers(metrics: Metrics | undefined, heldOut: HeldOut | undefined): Catcher[] {
  return [integral(metrics), roundTrip(metrics), logDet(metrics), score(heldOut)];
}

const open = { value: '…', verdict: 'open' } as const;
const verdict = (holds: boolean): Verdict => (holds ? 'good' : 'broken');

function integral(metrics: Metrics | undefined): Catcher {
  const explanation =
    'The density summed over 512 × 512 cells of the window, never renormalised. It must agree with the share of 20,000 of the model’s own samples that fall inside.';
  if (!metrics) return { id: 'integral', name: '∫p', ...open, explanation };
  const { integral: sum, inside, insideError } = metrics;
  return {
    id: 'integral',
    name: '∫p',
    value: fixed(sum, 3),
    verdict: verdict(Math.abs(sum - inside) <= integralSlack + 3 * insideError),
    explanation: `${explanation} Share inside: ${fixed(inside, 3)} ± ${fixed(insideError, 3)}.`,
  };
}

function roundTrip(metrics: Metrics | undefined): Catcher {
  const explanation =
    'The largest |f⁻¹(f(z)) − z| over base samples. It must stay below 1e−3: the map is inverted, not approximated.';
  if (!metrics) return { id: 'round-trip', name: 'round trip', ...open, explanation };
  return {
    id: 'round-trip',
    name: 'round trip',
    value: tiny(metrics.roundTrip),
    verdict: verdict(metrics.roundTrip < roundTripLimit),
    explanation,
  };
}

function logDet(metrics: Metrics | undefined): Catcher {
  const explanation =
    'The largest difference between the layers’ summed log|det J| and the one from automatic differentiation, at samples.';
  if (!metrics) return { id: 'log-det', name: 'log|det J|', ...open, explanation };
  const { logDetError, logDetSize } = metrics;
  return {
    id: 'log-det',
    name: 'log|det J|',
    value: `± ${tiny(logDetError)}`,
    verdict: verdict(logDetError < logDetLimit * Math.max(1, logDetSize)),
    explanation: `${explanation} |log|det J|| reached ${fixed(logDetSize, 1)} there.`,
  };
}

function score(heldOut: HeldOut | undefined): Catcher {
  const explanation =
    'The model’s negative log-likelihood on held-out points, beside the true density’s on the same points (the floor: no model beats it, within three standard errors) and one fitted Gaussian’s (the least a flow should beat).';
  if (!heldOut) return { id: 'nll', name: 'NLL', ...open, explanation };
  const { nll, floor, gaussian, excess, excessError } = heldOut;
  const belowFloor = excess !== undefined && excess < -3 * (excessError ?? 0);
  // JSON has no NaN: the error of a single score is stored as null.
  const error = typeof excessError === 'number' ? ` ± ${fixed(excessError, 3)}` : '';
  const above = excess === undefined ? '' : `excess ${fixed(excess, 3)}${error}, `;
  return {
    id: 'nll',
    name: 'NLL',
    value: floor === undefined ? fixed(nll, 3) : `${fixed(nll, 3)} ≥ ${fixed(floor, 3)}`,
    verdict: belowFloor ? 'broken' : nll > gaussian ? 'missed' : 'good',
    explanation: `${explanation} Step ${whole(heldOut.step)}: ${above}one Gaussian ${fixed(gaussian, 3)}.`,
  };
}
