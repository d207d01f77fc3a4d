/**
 * A Runge–Kutta method: kᵢ = f(t + cᵢh, y + h Σⱼ aᵢⱼkⱼ) and y(t + h) ≈ y + h Σᵢ bᵢkᵢ. Everywhere an upright list holds what the
 * printed tableau holds.
 */
export type Tableau = {
  readonly name: string;
  readonly order: number;
  /** c */
  readonly nodes: readonly number[];
  /** a, row by row, without the zeros from the diagonal on */
  readonly rows: readonly (readonly number[])[];
  /** b */
  readonly weights: readonly number[];
};

export const eulerTableau: Tableau = { name: 'euler', order: 1, nodes: [0], rows: [[]], weights: [1] };

export const midpointTableau: Tableau = {
  name: 'midpoint',
  order: 2,
  nodes: [0, 1 / 2],
  rows: [[], [1 / 2]],
  weights: [0, 1],
};

/** The classical method of order 4. */
export const classicalTableau: Tableau = {
  name: 'rk4',
  order: 4,
  nodes: [0, 1 / 2, 1 / 2, 1],
  rows: [[], [1 / 2], [0, 1 / 2], [0, 0, 1]],
  weights: [1 / 6, 1 / 3, 1 / 3, 1 / 6],
};

/** Kutta's 3/8 rule, which torchdiffeq calls "rk4". */
export const threeEighthsTableau: Tableau = {
  name: 'three-eighths',
  order: 4,
  nodes: [0, 1 / 3, 2 / 3, 1],
  rows: [[], [1 / 3], [-1 / 3, 1], [1, -1, 1]],
  weights: [1 / 8, 3 / 8, 3 / 8, 1 / 8],
};

/**
 * Dormand & Prince 1980, https://doi.org/10.1016/0771-050X(80)90013-3: order 5. Its seventh stage, the slope at the new point, stands in
 * no weight; it enters the error estimate and is the first stage of the next step.
 */
export const dormandPrinceTableau: Tableau = {
  name: 'dopri5',
  order: 5,
  nodes: [0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1],
  rows: [
    [],
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  ],
  weights: [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
};

/** How the error of a Dormand–Prince step is estimated: weights e of the seven slopes, error = h Σ eᵢkᵢ. */
export const errorWeights = {
  /** Dormand & Prince: b minus their embedded weights of order 4. */
  textbook: differences([5179 / 57600, 0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40]),
  /** Shampine's, as in torchdiffeq: two thirds of the textbook's. */
  shampine: differences([1951 / 21600, 0, 22642 / 50085, 451 / 720, -12231 / 42400, 649 / 6300, 1 / 60]),
} as const;

export type ErrorEstimate = keyof typeof errorWeights;

/** Weights of the seven slopes for the state halfway through a step: Shampine 1986, https://doi.org/10.2307/2008219. */
export const halfwayWeights: readonly number[] = [
  6025192743 / 30085553152 / 2,
  0,
  51252292925 / 65400821598 / 2,
  -2691868925 / 45128329728 / 2,
  187940372067 / 1594534317056 / 2,
  -1776094331 / 19743644256 / 2,
  11237099 / 235043384 / 2,
];

function differences(embedded: readonly number[]): readonly number[] {
  return embedded.map((weight, i) => (dormandPrinceTableau.weights[i] ?? 0) - weight);
}
