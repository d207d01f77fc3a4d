import { Run } from './run.ts';
import { failure, ServedRun } from './served-run.ts';
import type { Command, Port, Report } from './protocol.ts';
import type { Reporter } from './served-run.ts';
import type { Scheduler } from './scheduler.ts';

type Prepare = Extract<Command, { type: 'prepare' }>;
type Order = Exclude<Command, { type: 'prepare' | 'close' }>;

/** The worker's half of the protocol: one run a session, all sharing one scheduler. */
export function serve(port: Port<Command, Report>, scheduler: Scheduler, backend: string, now: () => number): void {
  const served = new Map<string, { run: number; body: ServedRun }>();
  const close = (session: string) => {
    served.get(session)?.body.close();
    served.delete(session);
  };
  port.listen((command) => {
    const { session, run } = command;
    if (command.type === 'prepare') {
      close(session);
      const report: Reporter = (body, transfer = []) => port.post({ session, run, ...body } as Report, transfer);
      const body = prepare(command, report, backend, now);
      if (body) served.set(session, { run, body });
      return;
    }
    const lab = served.get(session);
    // A command of an abandoned run, or of a run whose weights were refused: nothing to do.
    if (!lab || lab.run !== run) return;
    if (command.type === 'close') return close(session);
    try {
      obey(lab.body, command, scheduler);
    } catch (error) {
      lab.body.fail('bug', error);
    }
  });
}

/** The run that is asked for, or nothing where it cannot be had; either is reported. */
function prepare(
  { recipe, from }: Prepare,
  report: Reporter,
  backend: string,
  now: () => number,
): ServedRun | undefined {
  let run: Run;
  try {
    run = new Run(recipe, from);
  } catch (error) {
    report(failure(from ? 'weights' : 'bug', 0, error));
    return undefined;
  }
  const body = new ServedRun(run, report, now);
  try {
    body.ready(backend);
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
