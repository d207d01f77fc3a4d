import { loadData } from './data-files.ts';
import { Run } from './run.ts';
import type { Backend, Engine } from './backend.ts';
import type { RunOptions } from './run.ts';
import { failure, ServedRun } from './served-run.ts';
import type { ReadFile } from './data-files.ts';
import type { Command, Port, Report } from './protocol.ts';
import type { Reporter } from './served-run.ts';
import type { Scheduler } from './scheduler.ts';

type Prepare = Extract<Command, { type: 'prepare' }>;
type Order = Exclude<Command, { type: 'prepare' | 'close' }>;

export type ServeOptions = {
  backend: Backend;
  now: () => number;
  /** For data that come from files. */
  read: ReadFile;
};
/** One session's run; what is ordered before its data and its engine are there waits. */
type Lab = { run: number; body?: ServedRun; waiting: Order[] };

/** The worker's half of the protocol: one run a session, all sharing one scheduler. */
export function serve(port: Port<Command, Report>, scheduler: Scheduler, { backend, now, read }: ServeOptions): void {
  const served = new Map<string, Lab>();
  const close = (session: string) => {
    served.get(session)?.body?.close();
    served.delete(session);
  };
  const carryOut = (body: ServedRun, order: Order) => {
    try {
      obey(body, order, scheduler);
    } catch (error) {
      body.fail('bug', error);
    }
  };
  const open = (command: Prepare) => {
    const { session, run, recipe } = command;
    const report: Reporter = (body, transfer = []) => port.post({ session, run, ...body } as Report, transfer);
    const lab: Lab = { run, waiting: [] };
    served.set(session, lab);
    const begin = (engine: Engine, digits: RunOptions['digits']) => {
      // Another run may have begun meanwhile.
      if (served.get(session) !== lab) return;
      const body = prepare(command, report, { engine, now, digits });
      if (!body) return void served.delete(session);
      lab.body = body;
      for (const order of lab.waiting) carryOut(body, order);
    };
    Promise.all([backend.engineFor(recipe), loadData(recipe.data, read)]).then(
      ([engine, digits]) => begin(engine, digits),
      (error) => {
        if (served.get(session) === lab) served.delete(session);
        report(failure('bug', 0, error));
      },
    );
  };
  port.listen((command) => {
    const { session, run } = command;
    if (command.type === 'prepare') {
      close(session);
      return open(command);
    }
    const lab = served.get(session);
    // A command of an abandoned run, or of a run whose weights were refused: nothing to do.
    if (!lab || lab.run !== run) return;
    if (command.type === 'close') return close(session);
    if (lab.body) carryOut(lab.body, command);
    else lab.waiting.push(command);
  });
}

/** The run that is asked for, or nothing where it cannot be had; either is reported. */
function prepare(
  { recipe, from }: Prepare,
  report: Reporter,
  { engine, now, digits }: Pick<ServeOptions, 'now'> & { engine: Engine; digits: RunOptions['digits'] },
): ServedRun | undefined {
  let run: Run;
  try {
    run = new Run(recipe, engine, { from, digits });
  } catch (error) {
    report(failure(from ? 'weights' : 'bug', 0, error));
    return undefined;
  }
  const body = new ServedRun(run, report, now);
  try {
    body.ready();
    return body;
  } catch (error) {
    body.fail('bug', error);
    body.close();
    return undefined;
  }
}

function obey(body: ServedRun, order: Order, scheduler: Scheduler): void {
  switch (order.type) {
    case 'train':
      body.train(order.until);
      scheduler.train(body.advance);
      break;
    case 'pause':
      body.pause();
      break;
    case 'tune':
      body.tune(order.learningRate, order.stepsPerSecond);
      break;
    case 'save':
      body.save();
      break;
    case 'ask':
      scheduler.add(body.reply(order.id, order.query));
  }
}
