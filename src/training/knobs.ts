import { planarNames } from '#datasets';
import type { PlanarName } from '#datasets';

/** What a reader may change in a lab. Keys are the names used in URLs and in `hide={[…]}`. */
type KnobValues = {
  data: PlanarName;
  layers: number;
  hidden: number;
  'learning-rate': number;
  seed: number;
  speed: Speed;
};
/** The knobs of one recipe: not every model has layers or hidden units to choose, not every recipe other data. */
export type Knobs = Omit<KnobValues, OptionalKnob> & Partial<Pick<KnobValues, OptionalKnob>>;
type OptionalKnob = 'data' | 'layers' | 'hidden';
export type KnobName = keyof Knobs;
export type Speed = 'full' | 'steady' | 'slow';

type NumberKnob = { kind: 'number'; min: number; max: number; step: number; scale?: 'log'; integer?: boolean };
type ChoiceKnob = { kind: 'choice'; options: readonly { value: string; label: string }[] };
export type KnobSpec = {
  label: string;
  help: string;
  /** Whether a change makes another model or another run: training starts again from initial weights. */
  restarts: boolean;
} & (NumberKnob | ChoiceKnob);

/** Steps per second that a speed asks for. */
export const speedLimit: Record<Speed, number> = { full: Infinity, steady: 20, slow: 2 };

/** The one table that decides controls, URL and what a teacher's link may hide. */
export const knobTable: Record<KnobName, KnobSpec> = {
  data: {
    label: 'Data',
    help: 'The distribution that the flow learns.',
    restarts: true,
    kind: 'choice',
    options: planarNames.map((value) => ({ value, label: value.replace('-', ' ') })),
  },
  layers: {
    label: 'Layers',
    help: 'Layers of the model between z and x; a coupling layer moves one of the two coordinates.',
    restarts: true,
    kind: 'number',
    min: 1,
    max: 16,
    step: 1,
    integer: true,
  },
  hidden: {
    label: 'Hidden units',
    help: 'Width of the two hidden layers in each layer’s network.',
    restarts: true,
    kind: 'number',
    min: 4,
    max: 128,
    step: 4,
    integer: true,
  },
  'learning-rate': {
    label: 'Learning rate',
    help: 'Adam’s step size. May be changed while training.',
    restarts: false,
    kind: 'number',
    min: 1e-5,
    max: 1,
    step: 0.05,
    scale: 'log',
  },
  seed: {
    label: 'Seed',
    help: 'Decides the initial weights and every batch: the same seed gives the same run.',
    restarts: true,
    kind: 'number',
    min: 0,
    max: 999_999,
    step: 1,
    integer: true,
  },
  speed: {
    label: 'Speed',
    help: 'How many steps a second are asked for.',
    restarts: false,
    kind: 'choice',
    options: [
      { value: 'slow', label: 'slow (2/s)' },
      { value: 'steady', label: 'steady (20/s)' },
      { value: 'full', label: 'as fast as it goes' },
    ],
  },
};

export const knobNames = Object.keys(knobTable) as KnobName[];

/** The settings with some turned; an address may name knobs that a recipe does not have, and they change nothing. */
export function turnKnobs(defaults: Knobs, turned: Partial<Knobs> = {}): Knobs {
  const own = Object.entries(turned).filter(([name]) => name in defaults);
  return { ...defaults, ...Object.fromEntries(own) };
}

/** Reads a knob's value from text (a URL, an attribute); undefined where the text is not a value of that knob. */
export function parseKnob<K extends KnobName>(name: K, text: string): KnobValues[K] | undefined {
  const spec = knobTable[name];
  if (spec.kind === 'choice') {
    return spec.options.some((option) => option.value === text) ? (text as KnobValues[K]) : undefined;
  }
  if (!/^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text)) return undefined;
  const value = Number(text);
  const fits = value >= spec.min && value <= spec.max && (!spec.integer || Number.isInteger(value));
  return fits ? (value as KnobValues[K]) : undefined;
}

/** The shortest text that `parseKnob` reads back as the same value. */
export function formatKnob<K extends KnobName>(_name: K, value: KnobValues[K]): string {
  return String(value);
}
