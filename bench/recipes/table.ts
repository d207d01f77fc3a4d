import { goals } from './goals.ts';
import { median } from '../harness/statistics.ts';
import type { HeldOut } from '../../src/training/protocol.ts';
import type { Goal } from './goals.ts';

export type Measured = { seconds: number; date: string; machine: string };
export type Row = { recipe: string; verdict: 'yes' | 'no' | '–'; text: string };

const columns = [
  'recipe',
  'score',
  'steps',
  'seeds',
  'reached',
  'median',
  'asked',
  'met',
  'floor',
  'one Gaussian',
].concat(['z₁ < 0', 'CPU s a run', 'date', 'machine']);

const introduction = [
  '## recipes',
  '',
  'What the named recipes reach (`npm run bench -- recipes --write`), in nats and on points or samples that no training saw: the',
  'median over the seeds beside what was asked for, the true density’s score on the same points (the floor; for an energy −log Z)',
  'and that of one Gaussian with the right mean and covariance (of the logits, for digits). No number was tuned for a seed.',
];

/** One line of the table. */
export function tableRow(
  { recipe, steps, atMost, left }: Goal,
  seeds: readonly number[],
  scores: readonly HeldOut[],
  { seconds, date, machine }: Measured,
): Row {
  const values = scores.map(({ nll, bitsPerDim = nll }) => bitsPerDim);
  const middle = median(values);
  const balanced = !left || scores.every((score) => score.left! >= left[0] && score.left! <= left[1]);
  const verdict = atMost === undefined ? '–' : middle <= atMost && balanced ? 'yes' : 'no';
  const [{ nll, floor, gaussian, left: share, bitsPerDim }] = scores as [HeldOut];
  const perUnit = bitsPerDim === undefined ? 1 : bitsPerDim / nll;
  const cells = [
    recipe,
    bitsPerDim !== undefined ? 'bits/dim, test' : share === undefined ? 'held-out NLL' : 'E[log q + U]',
    steps,
    seeds.join(', '),
    values.map(digits).join(', '),
    digits(middle),
    atMost === undefined
      ? 'reported'
      : `≤ ${atMost.toFixed(2)}${left ? `, ${left.map(percent).join('–')} % left` : ''}`,
    verdict,
    floor === undefined ? '' : digits(floor),
    digits(gaussian * perUnit),
    share === undefined ? '' : `${scores.map((score) => percent(score.left!)).join(', ')} %`,
    seconds.toFixed(0),
    date,
    machine,
  ];
  return { recipe, verdict, text: line(cells) };
}

/** The section with these rows new and all others as they were, in the order of the goals. */
export function mergeRows(section: string, rows: readonly Row[]): string {
  const texts = new Map(
    section
      .split('\n')
      .filter((text) => text.startsWith('| '))
      .map((text): [string, string] => [text.split('|')[1]!.trim(), text]),
  );
  for (const { recipe, text } of rows) texts.set(recipe, text);
  const known = goals.flatMap(({ recipe }) => texts.get(recipe) ?? []);
  return [...introduction, '', line(columns), line(columns.map(() => '---')), ...known, ''].join('\n');
}

const digits = (value: number) => value.toFixed(4);
const percent = (share: number) => (100 * share).toFixed(0);
const line = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
