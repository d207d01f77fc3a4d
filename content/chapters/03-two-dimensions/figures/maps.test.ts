import { describe, expect, test } from 'vitest';
import { ledger, logBase } from './ledger.ts';
import { mapNames, maps, type MapName } from './maps.ts';
import { det, differenceJacobian, signedArea, type Point } from './matrix2.ts';
import { preimage } from './preimage.ts';
import { squareEdge } from './warp.ts';

const points: Point[] = [[0.3, -0.4], [-1.2, 0.9], [1.7, 1.1], [-0.6, -1.8], [2.1, -0.2]]; // prettier-ignore
/** Every knob at its start and at two other places of its range. */
const settings = (name: MapName): number[][] => [
  maps[name].knobs.map((knob) => knob.start),
  maps[name].knobs.map((knob) => knob.min + 0.23 * (knob.max - knob.min)),
  maps[name].knobs.map((knob) => knob.min + 0.91 * (knob.max - knob.min)),
];

describe.each(mapNames)('%s', (name) => {
  const map = maps[name];

  test('the Jacobian in closed form is the measured one', () => {
    for (const knobs of settings(name)) {
      for (const z of points) {
        const measured = differenceJacobian((at) => map.forward(at, knobs), z);
        map.jacobian(z, knobs).forEach((entry, i) => expect(entry).toBeCloseTo(measured[i]!, 6));
      }
    }
  });

  test('det J is the limit of the area of the image of a square', () => {
    for (const knobs of settings(name)) {
      for (const z of points) {
        const area = (side: number) => signedArea(squareEdge(z, side).map((corner) => map.forward(corner, knobs)));
        const gap = (side: number) => Math.abs(area(side) / side ** 2 - det(map.jacobian(z, knobs)));
        expect(gap(1e-3)).toBeLessThan(1e-5);
      }
    }
  });

  test('preimage undoes forward where the map is one to one', () => {
    for (const knobs of settings(name)) {
      if (name === 'fold' && knobs[0]! > 1) continue;
      for (const z of points) {
        const back = preimage(map, knobs, map.forward(z, knobs), [z[0] + 0.1, z[1] - 0.1]);
        expect(back?.[0]).toBeCloseTo(z[0], 7);
        expect(back?.[1]).toBeCloseTo(z[1], 7);
      }
    }
  });
});

test.each(['shear', 'wave', 'swirl'] as const)('%s keeps the density each point carries', (name) => {
  for (const knobs of settings(name)) {
    for (const z of points) {
      const entry = ledger(maps[name], knobs, z);
      expect(entry.logDet).toBeCloseTo(0, 12);
      expect(entry.logData).toBeCloseTo(logBase(z), 12);
    }
  }
});

test('the arc bends and does change the density', () => {
  const { det: area } = ledger(maps.arc, [0.25], [1, 2]);
  expect(area).toBeCloseTo(1.5, 12);
});

test('the mirror reverses orientation and keeps |det| = 1', () => {
  const { det: area, logDet } = ledger(maps.mirror, [-1], [0.4, 0.2]);
  expect(area).toBe(-1);
  expect(logDet).toBe(0);
});

test('past c = 1 the fold has three preimages of one point', () => {
  const f = (v: number) => maps.fold.forward([0, v], [2])[1];
  const signs = [-3, -1, 1, 3].map((v) => Math.sign(f(v)));
  expect(signs).toEqual([-1, 1, -1, 1]);
});

test('log p of the base integrates to one', () => {
  let sum = 0;
  const step = 0.05;
  for (let u = -7; u < 7; u += step) for (let v = -7; v < 7; v += step) sum += Math.exp(logBase([u, v])) * step * step;
  expect(sum).toBeCloseTo(1, 6);
});
