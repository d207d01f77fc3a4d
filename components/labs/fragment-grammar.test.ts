import { describe, expect, test } from 'vitest';
import { anchorOf, withAnchor } from './fragment-grammar.ts';

describe('the anchor in a fragment', () => {
  test('a bare fragment is an anchor', () => {
    expect(anchorOf('#shear')).toBe('shear');
    expect(anchorOf('#caf%C3%A9')).toBe('café');
    expect(anchorOf('')).toBeUndefined();
  });

  test('state holds it under `at`', () => {
    expect(anchorOf('#moons=seed:7,layers:6&at=shear&backend=cpu')).toBe('shear');
    expect(anchorOf('#moons=seed:7')).toBeUndefined();
  });

  test('a mangled escape is taken as it stands', () => {
    expect(anchorOf('#100%')).toBe('100%');
  });

  test('a new anchor leaves the state as it was', () => {
    expect(withAnchor('#moons=seed:7&at=shear&backend=cpu', 'lens')).toBe('#moons=seed:7&backend=cpu&at=lens');
    expect(withAnchor('#moons=seed:7', 'lens')).toBe('#moons=seed:7&at=lens');
    expect(withAnchor('#shear', 'lens')).toBe('#lens');
    expect(withAnchor('#at=shear', 'lens')).toBe('#lens');
  });
});
