import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import '../../src/styles/index.css';
import Lab from './Lab.svelte';
import { labProps } from './fakes/lab-props.ts';

afterEach(() => history.replaceState(null, '', location.pathname + location.search));

const figureOf = (container: Element): HTMLElement =>
  container.querySelector<HTMLElement>('[data-lab]') ?? expect.unreachable();

/** A lab that has its first answers. */
async function ready(id: string) {
  const { fake, made, props } = labProps(id);
  const screen = await render(Lab, props);
  const figure = figureOf(screen.container);
  await expect.poll(() => figure.dataset['state']).toBe('ready');
  for (const view of ['density', 'grid', 'samples']) {
    await expect.poll(() => figure.querySelector<HTMLElement>(`[data-view=${view}]`)?.dataset['live']).toBe('true');
  }
  return { fake, made, screen, figure };
}
const pixels = (figure: HTMLElement): string =>
  figure.querySelector<HTMLCanvasElement>('[data-view=density] canvas')?.toDataURL() ?? '';

test('play trains, the marks follow, pause stops', async () => {
  const { fake, screen, figure } = await ready('play');
  await screen.getByRole('button', { name: 'Play' }).click();
  expect(figure.dataset['state']).toBe('training');
  const before = pixels(figure);
  fake.advance(200);
  await expect.poll(() => figure.dataset['step']).toBe('200');
  expect(Number(figure.dataset['nll'])).toBeCloseTo(fake.heldOut().nll, 6);
  expect(figure.dataset['floor']).toBe('1.13');
  await expect.poll(() => pixels(figure)).not.toBe(before);
  await screen.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => figure.dataset['state']).toBe('paused');
});

test('nothing jumps between idle, training and paused', async () => {
  const { fake, screen, figure } = await ready('still');
  const boxes = (): string =>
    JSON.stringify(
      [...figure.querySelectorAll('button, input, select, .plane, .ledger')].map((part) =>
        part.getBoundingClientRect(),
      ),
    );
  const before = boxes();
  await screen.getByRole('button', { name: 'Play' }).click();
  fake.advance(700);
  await expect.poll(() => figure.dataset['step']).toBe('700');
  expect(boxes()).toBe(before);
});

test('the loss curve is drawn by Plot once there is something that no poster shows', async () => {
  const { fake, screen, figure } = await ready('curve');
  await screen.getByRole('button', { name: 'Play' }).click();
  fake.advance(300);
  await expect.poll(() => figure.querySelector('[data-view=loss] svg [aria-label=line]')).not.toBeNull();
});

test('arrow keys move one point, shown in every plane and in the ledger; Escape lets it go', async () => {
  const { figure } = await ready('probe');
  figure.querySelector<HTMLElement>('[data-view=density]')?.focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.poll(() => figure.querySelectorAll('.plane circle.dot').length).toBe(3);
  const first = figure.querySelector('.ledger p')?.textContent;
  expect(first).toContain('det J');
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(() => figure.querySelector('.ledger p')?.textContent).not.toBe(first);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => figure.querySelectorAll('.plane circle.dot').length).toBe(0);
});

test('the scrubber moves the shared depth, and the address says so', async () => {
  const { screen, figure, made } = await ready('scrub');
  const slider = screen.getByRole('slider', { name: 'Depth' });
  const before = pixels(figure);
  (slider.element() as HTMLElement).focus();
  await userEvent.keyboard('{Home}');
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'base z, before any layer');
  await expect.poll(() => pixels(figure)).not.toBe(before);
  await expect.poll(() => location.hash).toBe('#scrub=depth:0');
  await userEvent.keyboard('{End}');
  await expect
    .element(slider)
    .toHaveAttribute('aria-valuetext', `data x, after layer 9 of 9: ${made.session?.record.layers[8]?.name}`);
  await expect.poll(() => location.hash).toBe('');
});

test('the address restores knobs and depth, and what it cannot read is named', async () => {
  history.replaceState(null, '', '#shared=seed:7,layers:4,depth:2,noise:loud');
  const { figure, made, screen } = await ready('shared');
  expect(made.session?.knobs).toMatchObject({ seed: 7, layers: 4 });
  await expect.element(screen.getByRole('slider', { name: 'Depth' })).toHaveValue('2');
  expect(figure.querySelector('.notice')?.textContent).toContain('noise:loud');
});

test('changing the address changes the lab; an anchor leaves it alone', async () => {
  const { made } = await ready('moved');
  location.hash = '#moved=seed:12';
  await expect.poll(() => made.session?.knobs.seed).toBe(12);
  location.hash = '#elsewhere';
  await expect.poll(() => location.hash).toBe('#moved=seed:12&at=elsewhere');
  expect(made.session?.knobs.seed).toBe(12);
});

test('out of sight the work stops, back in sight it goes on', async () => {
  const { made, screen, figure } = await ready('sight');
  await screen.getByRole('button', { name: 'Play' }).click();
  const spacer = document.createElement('div');
  spacer.style.height = '400vh';
  document.body.prepend(spacer);
  scrollTo(0, 0);
  await expect.poll(() => made.session?.visible).toBe(false);
  spacer.remove();
  await expect.poll(() => made.session?.visible).toBe(true);
  await expect.poll(() => figure.dataset['state']).toBe('training');
});

test('a diverged run says what to press, and pressing it goes on', async () => {
  const { fake, made, screen, figure } = await ready('nan');
  await screen.getByRole('button', { name: 'Play' }).click();
  fake.fail('The loss is not a number.');
  await screen.getByRole('button', { name: /go on/ }).click();
  expect(figure.dataset['state']).toBe('training');
  expect(made.session?.knobs['learning-rate']).toBeLessThan(0.001);
});

test('at most one live sentence every four seconds', async () => {
  const { fake, screen, figure } = await ready('aloud');
  const live = figure.querySelector('.stage > [aria-live]') ?? expect.unreachable();
  const changed = vi.fn();
  new MutationObserver(changed).observe(live, { childList: true, characterData: true, subtree: true });
  await screen.getByRole('button', { name: 'Play' }).click();
  for (let i = 0; i < 10; i++) {
    fake.advance(20);
    await expect.poll(() => figure.dataset['step']).toBe(String(20 * (i + 1)));
  }
  await expect.poll(() => live.textContent, { timeout: 6000 }).toContain('held-out NLL');
  expect(changed.mock.calls.length).toBeLessThanOrEqual(2);
});
