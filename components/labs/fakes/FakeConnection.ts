/** The worker's side without a worker: answers commands as the training worker does, from a map in closed form. */
import { gridPoints, normals, rng } from '#numerics';
import { bend } from './bend.ts';
import type { AnswerOf, Connection, HeldOut, Query } from '#training';

type Client = Parameters<Connection['join']>[1];
type Command = Parameters<Connection['send']>[0];
type Report = Parameters<Client['receive']>[0];
type Body = Report extends infer R ? (R extends Report ? Omit<R, 'session' | 'run'> : never) : never;

const floor = 1.13;
const gaussian = 1.72;

export class FakeConnection implements Connection {
  readonly choice = 'auto';
  /** Everything that was asked for, in order. */
  readonly commands: Command[] = [];
  #client: Client | undefined;
  #run = 0;
  #session = '';
  #layers = 1;
  #step = 0;

  join(session: string, client: Client): void {
    this.#session = session;
    this.#client = client;
  }
  leave(): void {
    this.#client = undefined;
  }

  send(command: Command): void {
    this.commands.push(command);
    this.#run = command.run;
    if (command.type === 'prepare') {
      this.#layers = command.recipe.flow.layers.length;
      this.#step = command.from?.step ?? 0;
      const layers = command.recipe.flow.layers.map(({ kind }, i) => ({
        name: `${kind} ${i + 1}`,
        kind,
        parameters: 100,
      }));
      this.#reply({
        type: 'ready',
        step: this.#step,
        backend: 'fake',
        layers,
        parameters: 800,
        heldOut: this.heldOut(),
        hash: hashOf(this.#step),
      });
    } else if (command.type === 'pause') {
      this.#reply({ type: 'paused', step: this.#step, reason: 'asked', heldOut: this.heldOut() });
    } else if (command.type === 'save') {
      this.#reply({
        type: 'saved',
        step: this.#step,
        weights: new ArrayBuffer(4),
        optimiser: new ArrayBuffer(4),
        hash: hashOf(this.#step),
      });
    } else if (command.type === 'ask') {
      this.#reply({ type: 'answer', id: command.id, step: this.#step, answer: this.#answer(command.query) });
    }
  }

  /** Takes steps, as the worker reports them: the losses of the steps and a held-out score. */
  advance(steps: number): void {
    const losses = Float32Array.from(
      { length: steps },
      (_, i) => this.#loss(this.#step + i + 1) + 0.08 * Math.sin(7 * i),
    );
    this.#step += steps;
    this.#reply({ type: 'progress', step: this.#step, losses, stepsPerSecond: 240, heldOut: this.heldOut() });
  }

  fail(message: string): void {
    this.#reply({ type: 'failed', reason: 'nan', step: this.#step, message });
  }

  heldOut(): HeldOut {
    const nll = this.#loss(this.#step);
    return { step: this.#step, nll, floor, excess: nll - floor, excessError: 0.006, gaussian };
  }

  #loss(step: number): number {
    return floor + 0.03 + 2 * Math.exp(-step / 200);
  }

  #answer(query: Query): AnswerOf<Query> {
    const map = bend(this.#layers, Math.min(1, this.#step / 500));
    switch (query.kind) {
      case 'density':
        return { logDensity: map.logDensity(gridPoints(query.grid), query.depth) };
      case 'exact-density':
        return { logDensity: bend(1, 1).logDensity(gridPoints(query.grid)) };
      case 'trace':
        return map.trace(query.points);
      case 'samples':
        return map.trace(Float32Array.from(normals(rng(query.seed), 2 * query.n)));
      case 'data':
        return {
          points:
            bend(1, 1).trace(Float32Array.from(normals(rng(query.seed), 2 * query.n))).points[1] ?? new Float32Array(),
        };
      case 'probe': {
        const z = query.from === 'z' ? ([...query.point] as [number, number]) : map.inverse([...query.point]);
        const path = map.trace(Float32Array.from(z)).points.flatMap((at) => [...at]);
        const logDet = map.logDet();
        const det = Math.exp(logDet);
        const logBase = map.logBase(z);
        const pathLogDet = Float32Array.from(map.trace(Float32Array.from(z)).logDet.flatMap((at) => [...at]));
        const side = Math.sqrt(det);
        return {
          z,
          x: map.forward(z),
          path: Float32Array.from(path),
          pathLogDet,
          jacobian: [side, 0, 0, side],
          det,
          finiteDifferenceDet: det,
          logDet,
          logBase,
          logProb: logBase - logDet,
        };
      }
      case 'metrics':
        return {
          step: this.#step,
          integral: 0.999,
          inside: 0.999,
          insideError: 0.0002,
          roundTrip: 5e-6,
          logDetError: 8e-6,
          logDetSize: 3.1,
          heldOut: this.heldOut(),
        };
    }
  }

  /** Answers come later, as from a worker, and stale ones with the run they belong to. */
  #reply(body: Body): void {
    const report = { ...body, session: this.#session, run: this.#run } as Report;
    queueMicrotask(() => this.#client?.receive(report));
  }
}

const hashOf = (step: number): string => step.toString(16).padStart(64, '0');
