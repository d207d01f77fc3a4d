import { expect, test } from 'vitest';
import { LatestWins } from './latest-wins.ts';

function recorded() {
  const sent: { id: number; question: string }[] = [];
  const asks = new LatestWins<string, string>((id, question) => sent.push({ id, question }));
  return { sent, asks };
}

test('one question of an asker is under way at a time, and the latest waiting wins', async () => {
  const { sent, asks } = recorded();
  const first = asks.ask('density', 'a');
  const replaced = asks.ask('density', 'b');
  const latest = asks.ask('density', 'c');
  expect(sent.map(({ question }) => question)).toEqual(['a']);
  await expect(replaced).resolves.toBeUndefined();
  asks.answer(sent[0]!.id, 'A');
  await expect(first).resolves.toBe('A');
  expect(sent.map(({ question }) => question)).toEqual(['a', 'c']);
  asks.answer(sent[1]!.id, 'C');
  await expect(latest).resolves.toBe('C');
  expect(asks.busy).toBe(false);
});

test('askers do not wait for each other', () => {
  const { sent, asks } = recorded();
  void asks.ask('density', 'a');
  void asks.ask('grid', 'b');
  expect(sent.map(({ question }) => question)).toEqual(['a', 'b']);
});

test('dropping answers everything with nothing, and late answers are ignored', async () => {
  const { sent, asks } = recorded();
  const underWay = asks.ask('density', 'a');
  const waiting = asks.ask('density', 'b');
  asks.drop();
  await expect(Promise.all([underWay, waiting])).resolves.toEqual([undefined, undefined]);
  asks.answer(sent[0]!.id, 'late');
  expect(sent).toHaveLength(1);
});
