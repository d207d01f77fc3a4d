import { exp, gaussLegendre, log } from '#numerics';
import type { EnergySpec, Energy } from './energy-types.ts';
import { energyNames } from './names.ts';
import type { EnergyName } from './names.ts';
import { gap, sinusoid, split } from './ridge-energies.ts';
import { twoModes } from './two-modes-energy.ts';
import type { Box, Floor } from './types.ts';

/** −U and its gradient at one point. */
export type Potential = (z1: number, z2: number) => { value: number; slope1: number; slope2: number };

const potentials: Record<EnergyName, { title: string; potential: Potential }> = {
  u1: { title: 'U1, two crescents', potential: twoModes },
  u2: { title: 'U2, a wave', potential: sinusoid },
  u3: { title: 'U3, a wave that parts', potential: gap },
  u4: { title: 'U4, a wave that forks', potential: split },
};

const box: Box = { x: [-4, 4], y: [-4, 4] };

/**
 * One of the four energies of Rezende & Mohamed 2015, table 1: p(z) ∝ exp(−U(z)).
 * @throws RangeError if the name is unknown or the envelope is not above 0; TypeError if it is no number.
 */
export function energy({ name, envelope }: EnergySpec): Energy {
  if (!Object.hasOwn(potentials, name)) {
    throw new RangeError(`energy: name must be one of ${energyNames.join(', ')}, got ${JSON.stringify(name)}.`);
  }
  if (envelope !== undefined && typeof envelope !== 'number') {
    throw new TypeError(`energy: envelope must be a number, got ${JSON.stringify(envelope)}.`);
  }
  if (envelope !== undefined && !(envelope > 0 && envelope < Infinity)) {
    throw new RangeError(`energy: envelope must be a finite number > 0, got ${envelope}.`);
  }
  const { title, potential: bare } = potentials[name];
  const potential = envelope === undefined ? bare : enveloped(bare, envelope);
  let integrals: { logNormaliser: Floor; entropy: Floor } | undefined;
  return {
    name,
    title,
    dimensions: 2,
    box,
    source: { title: 'Rezende & Mohamed 2015, table 1', url: 'https://arxiv.org/abs/1505.05770' },
    logUnnormalised: (points) =>
      Float64Array.from({ length: points.length / 2 }, (_, i) => potential(points[2 * i]!, points[2 * i + 1]!).value),
    score(points) {
      const slopes = new Float64Array(points.length);
      for (let i = 0; i < points.length; i += 2) {
        const { slope1, slope2 } = potential(points[i]!, points[i + 1]!);
        slopes[i] = slope1;
        slopes[i + 1] = slope2;
      }
      return slopes;
    },
    get logNormaliser() {
      integrals ??= integrate(potential);
      return integrals.logNormaliser;
    },
    get entropy() {
      integrals ??= integrate(potential);
      return integrals.entropy;
    },
  };
}

function enveloped(potential: Potential, envelope: number): Potential {
  const scale = 1 / (envelope * envelope * envelope * envelope);
  return (z1, z2) => {
    const { value, slope1, slope2 } = potential(z1, z2);
    return {
      value: value - 0.5 * scale * (z1 * z1 * z1 * z1 + z2 * z2 * z2 * z2),
      slope1: slope1 - 2 * scale * z1 * z1 * z1,
      slope2: slope2 - 2 * scale * z2 * z2 * z2,
    };
  };
}

/** log Z and the entropy log Z + E[U] on the box. 160 nodes a side stand 0.08 apart at most, a quarter of the narrowest ridge. */
function integrate(potential: Potential): { logNormaliser: Floor; entropy: Floor } {
  const nodes = 160;
  const [alongX, alongY] = [gaussLegendre(nodes, ...box.x), gaussLegendre(nodes, ...box.y)];
  let mass = 0;
  let energyMass = 0;
  for (let i = 0; i < nodes; i++) {
    for (let j = 0; j < nodes; j++) {
      const { value } = potential(alongX.nodes[i]!, alongY.nodes[j]!);
      const part = alongX.weights[i]! * alongY.weights[j]! * exp(value);
      mass += part;
      energyMass -= part * value;
    }
  }
  const floor = (nats: number): Floor => ({
    nats,
    standardError: 0,
    method: `Gauss–Legendre quadrature, ${nodes} × ${nodes} nodes on [−4, 4]²`,
  });
  return { logNormaliser: floor(log(mass)), entropy: floor(log(mass) + energyMass / mass) };
}
