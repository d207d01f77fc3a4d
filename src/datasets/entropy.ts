import { exp, gaussLegendre } from '#numerics';
import type { Box, Floor, Interval } from './types.ts';

type LogDensity = (points: Float64Array) => Float64Array;

/**
 * −∫ p log p over the plane by the midpoint rule with square cells, which converges faster than any power of the step
 * for a smooth density that vanishes at the border. A coarser grid gives the error: |H(h) − H(1.5 h)|, a generous one.
 */
export function planarEntropy(logDensity: LogDensity, box: Box, step: number): Floor {
  const nats = midpointSum(logDensity, box, step);
  const coarse = midpointSum(logDensity, box, 1.5 * step);
  return {
    nats,
    standardError: Math.abs(nats - coarse),
    method: `midpoint rule on a grid of step ${round(step)}`,
  };
}

function midpointSum(logDensity: LogDensity, box: Box, step: number): number {
  const columns = Math.ceil((box.x[1] - box.x[0]) / step);
  const rows = Math.ceil((box.y[1] - box.y[0]) / step);
  let sum = 0;
  const row = new Float64Array(2 * columns);
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      row[2 * i] = box.x[0] + (i + 0.5) * step;
      row[2 * i + 1] = box.y[0] + (j + 0.5) * step;
    }
    for (const logP of logDensity(row)) sum -= exp(logP) * logP;
  }
  return sum * step * step;
}

/** −∫ p log p over the line, by the same rule. */
export function lineEntropy(logDensity: LogDensity, [low, high]: Interval, step: number): Floor {
  const integrate = (h: number) => {
    const points = Float64Array.from({ length: Math.ceil((high - low) / h) }, (_, i) => low + (i + 0.5) * h);
    return logDensity(points).reduce((sum, logP) => sum - h * exp(logP) * logP, 0);
  };
  const nats = integrate(step);
  return {
    nats,
    standardError: Math.abs(nats - integrate(1.5 * step)),
    method: `midpoint rule on a grid of step ${round(step)}`,
  };
}

/** −∫ p log p for a density of the radius alone: 2π ∫ r p(r) (−log p(r)) dr from 0 to `reach`. */
export function radialEntropy(logDensityAtRadius: (r: number) => number, reach: number): Floor {
  const integrate = (n: number) => {
    const { nodes, weights } = gaussLegendre(n, 0, reach);
    let sum = 0;
    nodes.forEach((r, i) => {
      const logP = logDensityAtRadius(r);
      sum -= weights[i]! * 2 * Math.PI * r * exp(logP) * logP;
    });
    return sum;
  };
  const nats = integrate(400);
  return {
    nats,
    standardError: Math.abs(nats - integrate(300)),
    method: 'Gauss–Legendre quadrature over the radius, 400 nodes',
  };
}

/**
 * −E log p(X) for X = map(e₁, e₂) with standard normal e: the midpoint rule over the two normals, out to 9 standard deviations.
 * For a density that is the same around each of its parts, one part is enough.
 */
export function latentEntropy(
  logDensity: LogDensity,
  map: (e1: number, e2: number) => [number, number],
  step: number,
): Floor {
  const integrate = (h: number) => {
    const n = Math.ceil(18 / h);
    const points = new Float64Array(2 * n * n);
    const weights = new Float64Array(n * n);
    for (let i = 0; i < n * n; i++) {
      const e1 = ((i % n) + 0.5 - n / 2) * h;
      const e2 = (Math.floor(i / n) + 0.5 - n / 2) * h;
      points.set(map(e1, e2), 2 * i);
      weights[i] = (h * h * exp(-(e1 * e1 + e2 * e2) / 2)) / (2 * Math.PI);
    }
    return logDensity(points).reduce((sum, logP, i) => sum - weights[i]! * logP, 0);
  };
  const nats = integrate(step);
  return {
    nats,
    standardError: Math.abs(nats - integrate(1.5 * step)),
    method: `midpoint rule over the two normals behind a point, step ${round(step)}`,
  };
}

const round = (x: number) => Number(x.toPrecision(3));
