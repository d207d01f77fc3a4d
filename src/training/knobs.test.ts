import { expect, test } from 'vitest';
import { formatKnob, knobNames, knobTable, parseKnob, turnKnobs } from './knobs.ts';
import { makeRecipe, recipeKnobs, recipeNames } from './recipes.ts';
import { buildFlow } from '#flows';
import { rng } from '#numerics';

test('every default is a value of its knob, and reads back from its text', () => {
  for (const name of recipeNames) {
    const knobs = recipeKnobs(name);
    for (const knob of knobNames) {
      const value = knobs[knob];
      if (value !== undefined) expect(parseKnob(knob, formatKnob(knob, value)), knob).toBe(value);
    }
  }
});

test('what is not a value of a knob is refused', () => {
  for (const text of [
    '',
    ' ',
    'NaN',
    'Infinity',
    '0x10',
    '1e999',
    '-1',
    '3.5',
    '17',
    '99999999999',
    '__proto__',
    '<b>',
  ]) {
    expect(parseKnob('layers', text), text).toBeUndefined();
  }
  for (const text of ['0', '1.0001', '-0.1', '1e-6', 'fast'])
    expect(parseKnob('learning-rate', text), text).toBeUndefined();
  for (const text of ['moon', '', 'constructor', 'MOONS']) expect(parseKnob('data', text), text).toBeUndefined();
});

test('a coupling flow, at the ends of its knobs, builds', () => {
  for (const layers of [1, 16]) {
    const { flow } = makeRecipe('moons-realnvp', { layers, hidden: 4 });
    expect(buildFlow(flow, rng(1)).bijection.layers).toHaveLength(layers + 1);
  }
  expect(knobTable.layers.kind).toBe('number');
});

test('knobs that a recipe does not have change nothing', () => {
  const planar = recipeKnobs('moons-planar-32');
  expect(turnKnobs(planar, { layers: 3, hidden: 8, seed: 5 })).toEqual({ ...planar, seed: 5 });
});

test('an unknown recipe is refused by name', () => {
  expect(() => recipeKnobs('moon-realnvp' as never)).toThrow(/moon-realnvp.*moons-realnvp/);
});
