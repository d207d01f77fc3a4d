/**
 * The URL's fragment as the labs' state: `#moons=seed:7,layers:6,depth:3&at=shear&backend=cpu`.
 *
 * Each lab has a key, its id, and says only how it differs from its recipe. A fragment without `=` is an anchor. What
 * cannot be read is left out value by value and named, so that one typing error does not lose the rest.
 */
import { cut, decoded, isState, partsOf } from './fragment-grammar.ts';
import { formatKnob, knobNames, parseKnob } from '#training';
import type { BackendChoice, KnobName, Knobs } from '#training';

export type LabState = { knobs: Partial<Knobs>; depth?: number };
export type PageState = {
  labs: Record<string, LabState>;
  at?: string;
  backend?: BackendChoice;
};
/** What was left out: `lab` is the lab it was meant for, if any. */
export type Ignored = { lab?: string; text: string };

/** Longer fragments are refused whole: no state of ours comes near. */
const longest = 4000;
const deepest = 64;
const backends: readonly string[] = ['auto', 'fused', 'relaxed', 'wasm', 'cpu'] satisfies BackendChoice[];

/** @param labs the ids that the page's labs have; other keys are named as ignored. */
export function readFragment(fragment: string, labs: readonly string[]): { state: PageState; ignored: Ignored[] } {
  const text = fragment.replace(/^#/, '');
  const state: PageState = { labs: {} };
  const ignored: Ignored[] = [];
  if (text.length > longest) return { state, ignored: [{ text: `${text.slice(0, 20)}… (${text.length} characters)` }] };
  if (!isState(text)) return { state: text === '' ? state : { ...state, at: decoded(text) }, ignored };
  for (const part of partsOf(text)) {
    const [key = '', value = ''] = cut(part, '=').map(decoded);
    if (labs.includes(key)) {
      const lab = readLab(value);
      state.labs[key] = lab.state;
      ignored.push(...lab.ignored.map((name) => ({ lab: key, text: name })));
    } else if (key === 'at' && value !== '') state.at = value;
    else if (key === 'backend' && backends.includes(value)) state.backend = value as BackendChoice;
    else ignored.push({ text: shorten(decoded(part)) });
  }
  return { state, ignored };
}

/** The inverse of `readFragment`, without `#`; empty where nothing differs. */
export function writeFragment({ labs, at, backend }: PageState, defaults: Record<string, Knobs>): string {
  const parts = Object.entries(labs).flatMap(([id, state]) => {
    const text = writeLab(state, defaults[id]);
    return text === '' ? [] : [`${encodeURIComponent(id)}=${text}`];
  });
  if (backend !== undefined) parts.push(`backend=${backend}`);
  if (at !== undefined && parts.length === 0) return encodeURIComponent(at);
  if (at !== undefined) parts.push(`at=${encodeURIComponent(at)}`);
  return parts.join('&');
}

/** The same fragment with one lab's part replaced; everything else stays, also what is not ours. */
export function withLab(fragment: string, id: string, state: LabState, defaults: Knobs): string {
  const text = fragment.replace(/^#/, '');
  const anchor = isState(text) || text === '' ? [] : [`at=${text}`];
  const others = isState(text) ? partsOf(text).filter((part) => decoded(cut(part, '=')[0] ?? '') !== id) : anchor;
  const own = writeLab(state, defaults);
  if (own === '' && anchor.length > 0) return text;
  return [...(own === '' ? [] : [`${encodeURIComponent(id)}=${own}`]), ...others].join('&');
}

function readLab(text: string): { state: LabState; ignored: string[] } {
  const state: LabState = { knobs: {} };
  const ignored: string[] = [];
  for (const pair of text.split(',').filter((pair) => pair !== '')) {
    const [name = '', value = ''] = cut(pair, ':');
    const isKnob = (knobNames as string[]).includes(name);
    const known = isKnob ? parseKnob(name as KnobName, value) : undefined;
    if (known !== undefined) state.knobs = { ...state.knobs, [name]: known };
    else if (name === 'depth' && /^\d{1,2}$/.test(value) && Number(value) <= deepest) state.depth = Number(value);
    else ignored.push(shorten(pair));
  }
  return { state, ignored };
}

function writeLab({ knobs, depth }: LabState, defaults: Knobs | undefined): string {
  const pairs = knobNames.flatMap((name) => {
    const value = knobs[name];
    return value === undefined || value === defaults?.[name] ? [] : [`${name}:${formatKnob(name, value)}`];
  });
  if (depth !== undefined) pairs.push(`depth:${depth}`);
  return pairs.join(',');
}

const shorten = (text: string): string => (text.length > 30 ? `${text.slice(0, 29)}…` : text);
