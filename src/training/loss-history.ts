const MOST_POINTS = 800;

/**
 * A training run's losses, thinned: each point is the mean over a stretch of `stretch` steps, and the stretch doubles
 * whenever the points become too many to draw. So the curve of 100,000 steps costs as much as that of 800.
 */
export class LossHistory {
  #stretch = 1;
  #steps: number[] = [];
  #values: number[] = [];
  #sum = 0;
  #count = 0;

  static from(steps: readonly number[], values: readonly number[]): LossHistory {
    const history = new LossHistory();
    history.#steps = [...steps];
    history.#values = [...values];
    history.#stretch = Math.max(1, (steps[1] ?? 1) - (steps[0] ?? 0));
    return history;
  }

  /** @param last the step of the last of `losses`; the others are the steps just before it. */
  push(last: number, losses: Float32Array): void {
    const first = last - losses.length + 1;
    losses.forEach((loss, i) => {
      this.#sum += loss;
      this.#count += 1;
      if (this.#count < this.#stretch) return;
      this.#steps.push(first + i);
      this.#values.push(this.#sum / this.#count);
      this.#sum = this.#count = 0;
      if (this.#steps.length >= MOST_POINTS) this.#halve();
    });
  }

  series(): { steps: number[]; values: number[] } {
    return { steps: [...this.#steps], values: [...this.#values] };
  }

  /** Forgets what came after `step`: a run that goes on from a snapshot takes those steps again. */
  cut(step: number): void {
    const keep = this.#steps.findIndex((at) => at > step);
    if (keep >= 0) {
      this.#steps.length = keep;
      this.#values.length = keep;
    }
    this.#sum = this.#count = 0;
  }

  #halve(): void {
    const pairs = Math.floor(this.#steps.length / 2);
    this.#values = Array.from({ length: pairs }, (_, i) => (this.#values[2 * i]! + this.#values[2 * i + 1]!) / 2);
    this.#steps = Array.from({ length: pairs }, (_, i) => this.#steps[2 * i + 1]!);
    this.#stretch *= 2;
  }
}
