import { TrainingDiverged } from '#flows';
import { answer } from './answers.ts';
import { Rate } from './rate.ts';
import { Run } from './run.ts';
import type { Scheduler } from './scheduler.ts';
import type { Answers, Body, Command, FailureReason, HeldOut, Port, Report } from './protocol.ts';

/** Between held-out scores while training, and between progress reports (at most 20 a second). */
const SCORE_EVERY_STEPS = 25;
const REPORT_EVERY_MS = 50;

type Lab = {
  session: string;
  run: number;
  body: Run;
  training: boolean;
  until: number;
  stepsPerSecond: number;
  losses: number[];
  lastReport: number;
  rate: Rate;
  advance: () => Promise<boolean>;
};

/** The worker's half of the protocol: one `Lab` a session, all sharing one scheduler. */
export function serve(port: Port<Command, Report>, scheduler: Scheduler, backend: string, now: () => number): void {
  const labs = new Map<string, Lab>();

  const report = (lab: Pick<Lab, 'session' | 'run'>, body: Body<Report>, transfer: Transferable[] = []) =>
    port.post({ session: lab.session, run: lab.run, ...body } as Report, transfer);
  const fail = (lab: Pick<Lab, 'session' | 'run'>, reason: FailureReason, step: number, error: unknown, id?: number) =>
    report(lab, {
      type: 'failed',
      reason,
      step,
      message: error instanceof Error ? error.message : String(error),
      ...(id === undefined ? {} : { id }),
    });

  const progress = (lab: Lab, heldOut?: HeldOut) => {
    const losses = Float32Array.from(lab.losses.splice(0));
    lab.lastReport = now();
    report(
      lab,
      {
        type: 'progress',
        step: lab.body.step,
        losses,
        stepsPerSecond: lab.rate.perSecond(lab.lastReport),
        ...(heldOut ? { heldOut } : {}),
      },
      [losses.buffer],
    );
  };

  const stop = (lab: Lab, reason: 'asked' | 'reached') => {
    if (lab.losses.length > 0) progress(lab);
    lab.training = false;
    report(lab, { type: 'paused', step: lab.body.step, reason, heldOut: lab.body.score() });
  };

  const advance = async (lab: Lab): Promise<boolean> => {
    if (!lab.training || labs.get(lab.session) !== lab) return false;
    if (!lab.rate.due(now(), lab.stepsPerSecond)) {
      await pauseFor(4);
      return true;
    }
    try {
      lab.losses.push(await lab.body.next());
    } catch (error) {
      lab.training = false;
      lab.losses.length = 0;
      fail(lab, error instanceof TrainingDiverged ? 'nan' : 'bug', lab.body.step, error);
      return false;
    }
    lab.rate.took(now());
    const scored = lab.body.step % SCORE_EVERY_STEPS === 0;
    if (scored || now() - lab.lastReport > REPORT_EVERY_MS) progress(lab, scored ? lab.body.score() : undefined);
    if (lab.body.step < lab.until) return true;
    stop(lab, 'reached');
    return false;
  };

  const close = (session: string) => {
    labs.get(session)?.body.dispose();
    labs.delete(session);
  };

  const prepare = ({ session, run, recipe, from }: Extract<Command, { type: 'prepare' }>) => {
    close(session);
    let body: Run;
    try {
      body = new Run(recipe, from);
    } catch (error) {
      fail({ session, run }, from ? 'weights' : 'bug', 0, error);
      return;
    }
    const lab: Lab = {
      session,
      run,
      body,
      training: false,
      until: Infinity,
      stepsPerSecond: Infinity,
      losses: [],
      lastReport: 0,
      rate: new Rate(),
      advance: () => advance(lab),
    };
    labs.set(session, lab);
    const { step, layers, parameters } = body;
    report(lab, { type: 'ready', step, backend, layers, parameters, heldOut: body.score(), hash: body.hash() });
  };

  /** A question's job; it ends early when its run is over. */
  function* reply(lab: Lab, id: number, query: Parameters<typeof answer>[0]): Generator<void, void> {
    const { step } = lab.body;
    const live = () => labs.get(lab.session) === lab;
    try {
      if (!live()) return;
      const work = answer(query, { flow: lab.body.flow, recipe: lab.body.recipe, step });
      let state = work.next();
      while (!state.done) {
        yield;
        state = live() ? work.next() : work.return(undefined as never);
        if (!live()) return;
      }
      report(lab, { type: 'answer', id, step, answer: state.value }, buffersOf(state.value));
    } catch (error) {
      fail(lab, 'bug', step, error, id);
    }
  }

  port.listen((command) => {
    if (command.type === 'prepare') return prepare(command);
    const lab = labs.get(command.session);
    // A command of an abandoned run, or of a run whose weights were refused: nothing to do.
    if (!lab || lab.run !== command.run) return;
    switch (command.type) {
      case 'train':
        lab.until = command.until ?? Infinity;
        lab.training = true;
        lab.rate.start(now());
        scheduler.train(lab.advance);
        break;
      case 'pause':
        if (lab.training) stop(lab, 'asked');
        break;
      case 'tune':
        lab.body.learningRate = command.learningRate ?? lab.body.learningRate;
        lab.stepsPerSecond = command.stepsPerSecond ?? lab.stepsPerSecond;
        break;
      case 'save': {
        const { step, weights, optimiser, hash } = lab.body.save();
        report(lab, { type: 'saved', step, weights, optimiser, hash }, [weights, optimiser]);
        break;
      }
      case 'close':
        close(command.session);
        break;
      case 'ask':
        scheduler.add(reply(lab, command.id, command.query));
    }
  });
}

function buffersOf(answer: Answers[keyof Answers]): ArrayBuffer[] {
  const arrays = Object.values(answer)
    .flat()
    .filter((value): value is Float32Array => value instanceof Float32Array);
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}

const pauseFor = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
