/** How fast a run goes: measured over the last second or so, and held to what was asked for. */
export class Rate {
  #since = 0;
  #steps = 0;
  #perSecond = 0;
  #last = 0;

  start(now: number): void {
    this.#since = now;
    this.#steps = 0;
    this.#last = 0;
  }

  due(now: number, limit: number): boolean {
    return now - this.#last >= 1000 / limit;
  }

  took(now: number): void {
    this.#last = now;
    this.#steps += 1;
  }

  perSecond(now: number): number {
    const elapsed = now - this.#since;
    if (elapsed > 200 && this.#steps > 0) this.#perSecond = (1000 * this.#steps) / elapsed;
    if (elapsed > 1500) {
      this.#since = now;
      this.#steps = 0;
    }
    return this.#perSecond;
  }
}
