import { det } from './matrix2.ts';
import type { PlaneMap } from './maps.ts';
import type { Matrix2, Point } from './matrix2.ts';

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** log N(z; 0, I) in the plane, nats. */
export const logBase = ([u, v]: Point): number => -LOG_TWO_PI - (u * u + v * v) / 2;

/** What a point carries through the map, nats: log p(x) = log p(z) − log|det J|. */
export type Ledger = {
  z: Point;
  x: Point;
  jacobian: Matrix2;
  det: number;
  logBase: number;
  logDet: number;
  logData: number;
};

export function ledger(map: PlaneMap, knobs: readonly number[], z: Point): Ledger {
  const jacobian = map.jacobian(z, knobs);
  const area = det(jacobian);
  const logDet = Math.log(Math.abs(area));
  return {
    z,
    x: map.forward(z, knobs),
    jacobian,
    det: area,
    logBase: logBase(z),
    logDet,
    logData: logBase(z) - logDet,
  };
}
