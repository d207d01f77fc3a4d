import { describe, expect, test } from 'vitest';
import { addresses, container, longAuthors, references, shortAuthors, year } from './references.ts';

const named = (key: string) => {
  const reference = references.get(key);
  if (!reference) throw new Error(`no reference ${key}`);
  return reference;
};

describe('references', () => {
  test('keys are unique and every work can be reached', () => {
    expect(references.size).toBeGreaterThan(20);
    for (const reference of references.values()) {
      expect(addresses(reference).length, reference.id).toBeGreaterThan(0);
      expect(reference.id.includes(String(year(reference))), reference.id).toBe(true);
    }
  });

  test('authors are named as a reader expects', () => {
    expect(shortAuthors(named('dinh2017'))).toBe('Dinh et al.');
    expect(shortAuthors(named('kingma2018'))).toBe('Kingma & Dhariwal');
    expect(longAuthors(named('dinh2017'))).toBe('L. Dinh, J. Sohl-Dickstein and S. Bengio');
    expect(longAuthors(named('behrmann2021'))).toContain('K.-C. Wang');
  });

  test('a journal article says where it stands', () => {
    expect(container(named('papamakarios2021'))).toBe('Journal of Machine Learning Research 22 (57), 1–64');
  });
});
