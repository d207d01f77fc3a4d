import type { TrainingSession } from '#training';

/** The catchers take the worker a second or two: rarely while it trains, and once whenever it rests. */
const WHILE_TRAINING_MS = 15_000;

/** Has the catchers measured again when they are out of date. Call while a component is set up. */
export function keepMeasured(session: TrainingSession): void {
  const resting = $derived(['shipped', 'ready', 'paused', 'finished'].includes(session.status));
  const stale = $derived(session.record.metrics?.step !== session.record.step);
  $effect(() => {
    if (resting && stale && session.visible) void session.ask('catchers', { kind: 'metrics' });
  });
  $effect(() => {
    if (session.status !== 'training') return;
    const timer = setInterval(
      () => session.visible && void session.ask('catchers', { kind: 'metrics' }),
      WHILE_TRAINING_MS,
    );
    return () => clearInterval(timer);
  });
}
