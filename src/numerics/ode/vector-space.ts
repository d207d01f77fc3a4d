/** What a solver needs of the states it moves: numbers, arrays and tensors all will do. */
export interface VectorSpace<Y> {
  /** Σ cᵢ·vᵢ over at least one term. */
  combine(terms: readonly (readonly [coefficient: number, vector: Y])[]): Y;
  /** Root mean square of v ÷ (absolute + relative·max |reference|), entry by entry over the references. */
  size(v: Y, references: readonly Y[], tolerances: Tolerances): number;
  /** Runs a part of the work; what it made and does not return may be freed. */
  scope<R>(run: () => R): R;
}

/** An error counts as 1 where it is absolute + relative·|y|. */
export type Tolerances = { readonly relative: number; readonly absolute: number };

/** dy/dt at time t and state y. */
export type Slope<Y> = (t: number, y: Y) => Y;

/** States as arrays in double precision: for pictures, and as the reference of the others. */
export const float64Space: VectorSpace<Float64Array> = {
  combine: (terms) => {
    const result = new Float64Array(terms[0]![1].length);
    for (const [coefficient, vector] of terms) {
      for (let i = 0; i < result.length; i++) result[i]! += coefficient * vector[i]!;
    }
    return result;
  },
  size: (v, references, { relative, absolute }) => {
    let squares = 0;
    v.forEach((value, i) => {
      const largest = Math.max(...references.map((reference) => Math.abs(reference[i]!)));
      const ratio = value / (absolute + relative * largest);
      squares += ratio * ratio;
    });
    return Math.sqrt(squares / v.length);
  },
  scope: (run) => run(),
};
