/** Reverse-mode differentiation of numbers in float64, one operation at a time: slow, and with nothing in common with the kernels. */
export class Tape {
  readonly values: number[] = [];
  private readonly parents: number[] = [];
  private readonly slopes: number[] = [];

  /** A number that others depend on; what comes back stands for it from now on. */
  leaf(value: number): number {
    return this.record(value, -1, 0, -1, 0);
  }

  add(a: number, b: number): number {
    return this.record(this.values[a]! + this.values[b]!, a, 1, b, 1);
  }

  sub(a: number, b: number): number {
    return this.record(this.values[a]! - this.values[b]!, a, 1, b, -1);
  }

  mul(a: number, b: number): number {
    const [x, y] = [this.values[a]!, this.values[b]!];
    return this.record(x * y, a, y, b, x);
  }

  /** Any function of one number, with its slope there. */
  map(a: number, value: number, slope: number): number {
    return this.record(value, a, slope, -1, 0);
  }

  exp(a: number): number {
    const y = Math.exp(this.values[a]!);
    return this.map(a, y, y);
  }

  log(a: number): number {
    const x = this.values[a]!;
    return this.map(a, Math.log(x), 1 / x);
  }

  softplus(a: number): number {
    const x = this.values[a]!;
    return this.map(a, Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 1 / (1 + Math.exp(-x)));
  }

  div(a: number, b: number): number {
    const [x, y] = [this.values[a]!, this.values[b]!];
    return this.record(x / y, a, 1 / y, b, -x / (y * y));
  }

  sum(terms: readonly number[]): number {
    return terms.reduce((total, term) => this.add(total, term), this.leaf(0));
  }

  dot(a: readonly number[], b: readonly number[]): number {
    return this.sum(a.map((left, i) => this.mul(left, b[i]!)));
  }

  tanh(a: number): number {
    const y = Math.tanh(this.values[a]!);
    return this.map(a, y, 1 - y * y);
  }

  relu(a: number): number {
    const x = this.values[a]!;
    return this.map(a, Math.max(x, 0), x > 0 ? 1 : 0);
  }

  times(a: number, factor: number): number {
    return this.map(a, this.values[a]! * factor, factor);
  }

  /** ∂result/∂(every number on the tape). */
  gradient(result: number): Float64Array {
    const adjoint = new Float64Array(this.values.length);
    adjoint[result] = 1;
    for (let i = result; i >= 0; i--) {
      for (const side of [2 * i, 2 * i + 1]) {
        const parent = this.parents[side]!;
        if (parent >= 0) adjoint[parent]! += this.slopes[side]! * adjoint[i]!;
      }
    }
    return adjoint;
  }

  private record(value: number, a: number, slopeA: number, b: number, slopeB: number): number {
    this.parents.push(a, b);
    this.slopes.push(slopeA, slopeB);
    return this.values.push(value) - 1;
  }
}
