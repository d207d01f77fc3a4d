/** Keeps one lab and the address in step: reads the fragment at the start and when it changes, writes what differs. */
import { knobNames } from '#training';
import { depthOf } from './depth.svelte.ts';
import { readFragment, withLab } from './fragment.ts';
import type { BackendChoice, KnobName, TrainingSession } from '#training';
import type { LabState } from './fragment.ts';

/** A slider that is dragged must not fill the browser's allowance of address changes. */
const WRITE_AFTER_MS = 250;

const labsOnPage = (): string[] =>
  [...document.querySelectorAll<HTMLElement>('[data-lab]')].flatMap(({ dataset }) => dataset['lab'] ?? []);

/** What the address says of this lab, and a sentence on what of it could not be read, if anything. */
export function readAddress(id: string): { state: LabState; backend?: BackendChoice; complaint?: string } {
  const labs = labsOnPage();
  const { state, ignored } = readFragment(location.hash, labs);
  // What is meant for no lab is reported once, by the first.
  const mine = ignored.filter(({ lab }) => (lab ?? labs[0]) === id).map(({ text }) => `“${text}”`);
  return {
    state: state.labs[id] ?? { knobs: {} },
    backend: state.backend,
    complaint:
      mine.length > 0 ? `Part of the address could not be read and was ignored: ${mine.join(', ')}.` : undefined,
  };
}

/** Call while a component is set up. @param complain gets what could not be read of an address that changed. */
export function followAddress(session: TrainingSession, complain: (text: string) => void): { write: () => void } {
  const depth = depthOf(session);
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const write = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    const shown = depth.value === depth.depths ? undefined : depth.value;
    const fragment = withLab(location.hash, session.id, { knobs: session.knobs, depth: shown }, session.defaults);
    if (`#${fragment}` === location.hash || fragment === location.hash) return;
    history.replaceState(history.state, '', fragment === '' ? location.pathname + location.search : `#${fragment}`);
  };

  const apply = (): void => {
    const { state, complaint } = readAddress(session.id);
    if (complaint !== undefined) complain(complaint);
    const said = Object.keys(state.knobs).length > 0 || state.depth !== undefined;
    // An anchor, or an address about other labs, says nothing of this one: it goes on, and its state stays in the address.
    if (!said) return write();
    for (const name of knobNames) setFrom(name);
    depth.value = state.depth ?? depth.depths;

    function setFrom<K extends KnobName>(name: K): void {
      if (name in session.defaults) session.setKnob(name, state.knobs[name] ?? session.defaults[name]);
    }
  };

  let settled = false;
  $effect(() => {
    void [session.knobs, depth.value];
    // What stands in the address at the start was just read from it.
    if (settled) waiting ??= setTimeout(write, WRITE_AFTER_MS);
    settled = true;
  });
  $effect(() => {
    addEventListener('hashchange', apply);
    return () => {
      removeEventListener('hashchange', apply);
      clearTimeout(waiting);
    };
  });
  return { write };
}
