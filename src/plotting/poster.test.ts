import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { tokenColor } from './poster-parts.ts';

const folder = 'public/posters';
const shipped = readdirSync('public/weights').filter((file) => file.endsWith('.json'));

test('every shipped result has a poster below 60 kB, in words, and with all four views', () => {
  for (const file of shipped) {
    const poster = `${folder}/${file.replace('.json', '.svg')}`;
    expect(statSync(poster).size).toBeLessThan(60_000);
    const svg = readFileSync(poster, 'utf8');
    expect(svg).toMatch(/<title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    for (const view of ['density', 'grid', 'samples', 'loss']) expect(svg).toContain(`id="poster-${view}"`);
  }
});

test('a poster says the score of the weights it was drawn from', () => {
  for (const file of shipped) {
    const { heldOut } = JSON.parse(readFileSync(`public/weights/${file}`, 'utf8')) as { heldOut: { nll: number } };
    const svg = readFileSync(`${folder}/${file.replace('.json', '.svg')}`, 'utf8');
    expect(svg).toContain(`held-out NLL ${heldOut.nll.toFixed(2)} nats`);
  }
});

test('every path of a poster is one: each letter that takes numbers has some', () => {
  for (const file of shipped) {
    const svg = readFileSync(`${folder}/${file.replace('.json', '.svg')}`, 'utf8');
    const paths = [...svg.matchAll(/ d="([^"]*)"/g)].map(([, d]) => d!);
    expect(paths.length).toBeGreaterThan(20);
    for (const d of paths) expect(d.match(/[MmLlHhVvCcQqAa](?![ \d.-])/)?.[0], d.slice(0, 60)).toBeUndefined();
  }
});

test('colours follow the theme: tokens, and mixtures of neighbours', () => {
  const stops = ['a', 'b', 'c'];
  expect([0, 0.5, 1, 0.25, 7].map((t) => tokenColor(stops, t))).toEqual([
    'var(--a)',
    'var(--b)',
    'var(--c)',
    'color-mix(in srgb,var(--b) 50%,var(--a))',
    'var(--c)',
  ]);
});
