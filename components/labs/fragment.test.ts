import fc from 'fast-check';
import { expect, test } from 'vitest';
import { knobNames, knobTable, recipeKnobs } from '#training';
import { readFragment, withLab, writeFragment } from './fragment.ts';
import type { KnobName, Knobs } from '#training';

const labs = ['moons', 'rings-2'];
const defaults = recipeKnobs('moons-realnvp');

/** A value that a knob of the one table may have. */
function knobValue(name: KnobName): fc.Arbitrary<string | number> {
  const spec = knobTable[name];
  if (spec.kind === 'choice') return fc.constantFrom(...spec.options.map(({ value }) => value));
  const value = spec.integer
    ? fc.integer({ min: spec.min, max: spec.max })
    : fc.double({ min: spec.min, max: spec.max, noNaN: true });
  return value;
}
const knobs = fc.record(Object.fromEntries(knobNames.map((name) => [name, knobValue(name)])), {
  requiredKeys: [],
}) as fc.Arbitrary<Partial<Knobs>>;
const differing = knobs.map((all) =>
  Object.fromEntries(Object.entries(all).filter(([name, value]) => defaults[name as KnobName] !== value)),
) as fc.Arbitrary<Partial<Knobs>>;
const lab = fc.record({ knobs: differing, depth: fc.integer({ min: 0, max: 64 }) }, { requiredKeys: ['knobs'] });

test('what is written is read back the same, and nothing is ignored', () => {
  fc.assert(
    fc.property(lab, fc.option(fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/), { nil: undefined }), (state, at) => {
      const page = { labs: { moons: state }, at, backend: 'cpu' as const };
      const { state: read, ignored } = readFragment(writeFragment(page, { moons: defaults }), labs);
      expect(ignored).toEqual([]);
      expect(read.labs['moons'] ?? { knobs: {} }).toEqual(state);
      expect([read.at, read.backend]).toEqual([at, 'cpu']);
    }),
  );
});

test('10,000 random fragments never throw, and never yield a value that a knob may not have', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('moons', '=', ':', ',', '&', '#', '%', 'seed', '-1', '1e999', 'layers', 'at', '__proto__', 'depth'),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join('')),
      (text) => {
        const { state } = readFragment(text, labs);
        for (const { knobs: read, depth } of Object.values(state.labs)) {
          for (const [name, value] of Object.entries(read)) {
            const spec = knobTable[name as KnobName];
            if (spec.kind === 'number') expect(Number(value) >= spec.min && Number(value) <= spec.max).toBe(true);
            else expect(spec.options.map((option) => option.value)).toContain(value);
          }
          expect(depth === undefined || (depth >= 0 && depth <= 64)).toBe(true);
        }
      },
    ),
    { numRuns: 10_000 },
  );
});

test('mangled values are ignored one by one, and named with the lab they were meant for', () => {
  const { state, ignored } = readFragment('#moons=seed:seven,layers:6,colour:red&zebra=1&at=shear&backend=gpu', labs);
  expect(state).toEqual({ labs: { moons: { knobs: { layers: 6 } } }, at: 'shear' });
  expect(ignored).toEqual([
    { lab: 'moons', text: 'seed:seven' },
    { lab: 'moons', text: 'colour:red' },
    { text: 'zebra=1' },
    { text: 'backend=gpu' },
  ]);
});

test('a bare fragment is an anchor, not a complaint', () => {
  expect(readFragment('#shear', labs)).toEqual({ state: { labs: {}, at: 'shear' }, ignored: [] });
});

test('a fragment too long for any state is refused whole', () => {
  const { state, ignored } = readFragment(`moons=${'seed:1,'.repeat(1000)}`, labs);
  expect(state.labs).toEqual({});
  expect(ignored).toHaveLength(1);
});

test('one lab changes its part only: anchors, other labs and unknown keys stay', () => {
  const state = { knobs: { ...defaults, seed: 7 } };
  expect(withLab('#shear', 'moons', state, defaults)).toBe('moons=seed:7&at=shear');
  expect(withLab('#moons=seed:3&rings-2=layers:4&x=y&at=shear', 'moons', state, defaults)).toBe(
    'moons=seed:7&rings-2=layers:4&x=y&at=shear',
  );
  expect(withLab('#shear', 'moons', { knobs: defaults }, defaults)).toBe('shear');
  expect(withLab('#moons=seed:3', 'moons', { knobs: defaults }, defaults)).toBe('');
});
