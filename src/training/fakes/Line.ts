import { makeRecipe } from '../recipes.ts';
import type { Client, Connection } from '../connection.ts';
import type { Command, HeldOut, Report } from '../protocol.ts';
import type { ShippedWeights } from '../shipped.ts';

/** A held-out score of which only step and NLL matter. */
export const score = (step: number, nll: number): HeldOut => ({
  step,
  nll,
  floor: 1,
  excess: nll - 1,
  excessError: 0.01,
  gaussian: 1.9,
});

/** A worker made of two lists: what was sent to it, and what the test lets it say. */
export class Line implements Connection {
  readonly choice = 'auto';
  sent: Command[] = [];
  client!: Client;
  join(_session: string, client: Client): void {
    this.client = client;
  }
  leave(): void {}
  send(command: Command): void {
    this.sent.push(command);
  }
  get run(): number {
    return this.sent.at(-1)!.run;
  }
  types(): string[] {
    return this.sent.map(({ type }) => type);
  }
  say(body: Omit<Report, 'session' | 'run'> & { run?: number }): void {
    this.client.receive({ session: 'moons', run: this.run, ...body } as Report);
  }
  paused(step: number, reason: 'asked' | 'reached' = 'asked'): void {
    this.say({ type: 'paused', step, reason, heldOut: score(step, 1.8) } as never);
  }
  ready(step = 0, backend = 'wasm'): void {
    this.say({
      type: 'ready',
      step,
      backend,
      layers: [],
      parameters: 10,
      heldOut: score(step, 2),
      hash: 'a',
    } as never);
  }
}

export const shipped: ShippedWeights = {
  about: {
    schema: 1,
    name: 'moons-realnvp',
    recipe: makeRecipe('moons-realnvp'),
    step: 5000,
    hash: 'f'.repeat(64),
    bytes: 8,
    backend: 'wasm',
    layers: [],
    parameters: 2,
    heldOut: score(5000, 1.04),
    metrics: {
      step: 5000,
      integral: 1,
      inside: 1,
      insideError: 0,
      roundTrip: 0,
      logDetError: 0,
      logDetSize: 3,
      heldOut: score(5000, 1.04),
    },
    history: { steps: [8, 16], losses: [2, 1.5], heldOut: [score(5000, 1.04)] },
    madeBy: 'npm run weights',
  },
  snapshot: { step: 5000, weights: new ArrayBuffer(8), hash: 'f'.repeat(64) },
};
