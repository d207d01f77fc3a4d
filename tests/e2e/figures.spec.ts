import { expect, test as plain } from '@playwright/test';
import { FigureOnPage } from './support/figure.ts';

/** A page that must not complain while its figures are used. */
const test = plain.extend<{ figure: (id: string) => Promise<FigureOnPage> }>({
  figure: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await use((id) => FigureOnPage.open(page, id));
    expect(complaints).toEqual([]);
  },
});

const inBase = 'Lens in the base plane, z';
const inData = 'Lens in the data plane, x';
const byFormula = 'det J, from the formula';
const byDifferences = 'det J, from finite differences';
const byArea = 'area of the image ÷ area of the square';
const column1 = 'Column 1, the image of the first step';
const column2 = 'Column 2, the image of the second step';
const areaNow = 'area of the shape drawn now';
const counted = 'share counted';
const claimed = 'claimed p(x), summed over the image';
const overPlane = 'claimed p(x), summed over the whole plane';
const summed = 'sum of the layers’ log|det J|';
const whole = 'log|det J| of the whole, by finite differences';

test('the smaller the square, the nearer its image’s area to the determinant', async ({ figure }) => {
  const lens = await figure('lens-small');
  const gap = async () => Math.abs((await lens.value(byArea)) - (await lens.value(byFormula)));
  await lens.press('Side of the square', 'End');
  expect(await gap()).toBeGreaterThan(0.02);
  await lens.press('Side of the square', 'Home');
  expect(await gap()).toBeLessThan(0.0005);
  expect(await lens.value(byDifferences)).toBeCloseTo(await lens.value(byFormula), 3);
});

for (const [map, strength] of [
  ['wave', 'Height of the wave a'],
  ['swirl', 'Angle at the centre a'],
  ['shear', 'Slant k'],
] as const) {
  test(`a ${map} keeps the density each point carries, wherever the lens is and however strong it is`, async ({
    figure,
  }) => {
    const lens = await figure('lens');
    await lens.root.getByRole('combobox', { name: 'Map' }).selectOption(map);
    const entries = () => lens.root.locator('.entries').innerText();
    const check = async () => {
      expect(await lens.value(byFormula)).toBeCloseTo(1, 4);
      expect(await lens.value(byDifferences)).toBeCloseTo(1, 4);
      expect(await lens.ledger('x')).toBe(await lens.ledger('z'));
    };
    await check();
    const before = await entries();
    await lens.press(strength, 'End');
    expect(await entries()).not.toBe(before);
    await check();
    const at = await lens.ledger('z');
    await lens.drag(inBase, -60, 40);
    expect(await lens.ledger('z')).not.toBe(at);
    await check();
    await lens.press(inBase, 'Shift+ArrowLeft', 'ArrowUp');
    await check();
  });
}

test('bent into an arc, areas change as 1 + κ z₂', async ({ figure }) => {
  const lens = await figure('lens');
  await lens.root.getByRole('combobox', { name: 'Map' }).selectOption('arc');
  for (const key of ['ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown']) {
    await lens.press(inBase, key);
    const [, height] = await lens.place(inBase);
    const det = await lens.value(byFormula);
    expect(det).toBeCloseTo(1 + 0.25 * height, 3);
    expect(await lens.ledger('x')).toBeCloseTo((await lens.ledger('z')) - Math.log(det), 1);
  }
});

test('the lens dragged in the data plane stands at its preimage in the base plane', async ({ figure }) => {
  const lens = await figure('lens');
  const before = await lens.place(inData);
  await lens.drag(inData, -70, 30);
  const [x1, x2] = await lens.place(inData);
  expect(x1).toBeLessThan(before[0] - 0.5);
  const [z1, z2] = await lens.place(inBase);
  expect(x1).toBeCloseTo(z1, 1);
  expect(x2).toBeCloseTo(z2 + 0.8 * Math.sin(2 * z1), 1);
});

test('a mirror reverses orientation; at factor 0 it flattens the plane and the ledger is infinite', async ({
  figure,
}) => {
  const lens = await figure('lens');
  await lens.root.getByRole('combobox', { name: 'Map' }).selectOption('mirror');
  expect(await lens.value(byFormula)).toBe(-1);
  expect(await lens.text('orientation')).toBe('reverses orientation');
  expect(await lens.ledger('x')).toBe(await lens.ledger('z'));
  await lens.enter('Factor across k', '0');
  expect(await lens.text('orientation')).toBe('flattens');
  expect(await lens.ledger('logdet')).toBe(-Infinity);
  expect(await lens.ledger('x')).toBe(Infinity);
  await lens.press('Factor across k', 'ArrowRight');
  expect(await lens.text('orientation')).toBe('keeps orientation');
});

test('past c = 1 the fold turns a strip over', async ({ figure }) => {
  const lens = await figure('lens');
  await lens.root.getByRole('combobox', { name: 'Map' }).selectOption('fold');
  await lens.press(inBase, 'Shift+ArrowDown');
  expect(await lens.value(byFormula)).toBeLessThan(0);
  await lens.enter('Depth of the fold c', '0.9');
  expect(await lens.value(byFormula)).toBeGreaterThan(0);
});

test('however J is taken apart, the areas multiply to its determinant', async ({ figure }) => {
  const lens = await figure('lens');
  await lens.root.getByRole('combobox', { name: 'Map' }).selectOption('coupling');
  await lens.press(inBase, 'Shift+ArrowLeft', 'Shift+ArrowUp');
  const det = await lens.value(byFormula);
  const last = lens.root.locator('.split li').last();
  for (const kind of [/QR/, /polar/]) {
    await lens.root.getByRole('radio', { name: kind }).check();
    await expect(last).toContainText(`area ${det.toFixed(2)}`);
  }
});

test('swapping the columns flips the sign of the determinant and keeps its size', async ({ figure }) => {
  const determinant = await figure('determinant');
  const before = await determinant.value('det J = ad − bc');
  await determinant.root.getByRole('button', { name: 'Swap columns' }).click();
  expect(await determinant.value('det J = ad − bc')).toBe(-before);
  expect(await determinant.text('column 2 lies')).toContain('clockwise from column 1: negative');
});

test('the slides change the shape and never its area, for any columns', async ({ figure }) => {
  const determinant = await figure('determinant');
  const shape = () => determinant.root.locator('path.now').getAttribute('d');
  const check = async () => {
    const det = await determinant.value('det J = ad − bc');
    expect(await determinant.value('a·d')).toBeCloseTo(det + (await determinant.value('b·c')), 1);
    for (const key of ['PageUp', 'PageUp', 'End']) {
      const before = await shape();
      await determinant.press('Slide', key);
      expect(await determinant.value(areaNow)).toBeCloseTo(det, 2);
      if (key === 'End') expect(await shape()).not.toBe(before);
    }
    return det;
  };
  const first = await check();
  await determinant.drag(column1, -40, -90);
  const second = await check();
  expect(second).not.toBe(first);
  await determinant.press(column2, 'Shift+ArrowLeft', 'ArrowDown');
  expect(await check()).not.toBe(second);
});

test('columns on one line have determinant 0', async ({ figure }) => {
  const determinant = await figure('determinant');
  // From (0.7, 1.5) to (0.9, 0.3), half of column 1.
  await determinant.press(column2, ...Array.from({ length: 2 }, () => 'ArrowRight'));
  await determinant.press(column2, ...Array.from({ length: 12 }, () => 'ArrowDown'));
  expect(await determinant.value('det J = ad − bc')).toBe(0);
  expect(await determinant.text('column 2 lies')).toBe('on one line');
});

test('only the law keeps the mass: forgetting the Jacobian or its sign makes ∫p drift', async ({ figure }) => {
  const mass = await figure('conservation');
  const verdict = mass.root.locator('.total');
  const claim = (name: RegExp) => mass.root.getByRole('radio', { name }).check();
  expect(await mass.value(overPlane)).toBeCloseTo(1, 3);
  await claim(/forget/);
  const forgotten = await mass.value(overPlane);
  expect(forgotten).toBeGreaterThan(1.05);
  await expect(verdict).toContainText('not 1');
  await claim(/wrong sign/);
  expect(await mass.value(overPlane)).toBeGreaterThan(forgotten + 0.1);
  await mass.press('Strength of the scale a', 'End');
  expect(await mass.value(overPlane)).toBeGreaterThan(2);
  await claim(/the law/);
  expect(await mass.value(overPlane)).toBeCloseTo(1, 3);
  await expect(verdict).toContainText('as it must');
  // Where no area changes the wrong sign cannot be seen.
  await claim(/wrong sign/);
  await mass.enter('Strength of the scale a', '0');
  expect(await mass.value(overPlane)).toBeCloseTo(1, 3);
});

test('wherever the square goes, the law agrees with the dots and the wrong sign does not', async ({ figure }) => {
  const mass = await figure('conservation');
  const square = 'Square in the base plane';
  const check = async () => {
    const share = await mass.value(counted);
    // Three standard errors of a share of 1000 dots, and what the last printed digit hides.
    expect(Math.abs((await mass.value(claimed)) - share)).toBeLessThan(3 * Math.sqrt(share / 1000) + 0.001);
  };
  await check();
  const before = await mass.value(counted);
  await mass.drag(square, -50, 40);
  expect(await mass.value(counted)).not.toBe(before);
  await check();
  await mass.press(square, 'Shift+ArrowRight', 'Shift+ArrowRight');
  await check();
  await mass.drag('Image in the data plane', 30, -60);
  await check();
  await mass.press(square, 'Shift+ArrowRight', 'Shift+ArrowDown');
  const right = await mass.value(claimed);
  await mass.root.getByRole('radio', { name: /wrong sign/ }).check();
  expect(await mass.value(claimed)).toBeGreaterThan(1.5 * right);
});

test('log-determinants add: the ledger’s sum is the whole map’s, at every depth and place', async ({ figure }) => {
  const chain = await figure('chain');
  const point = 'Point, at the layer shown';
  const check = async () => {
    expect(await chain.value(summed)).toBeCloseTo(await chain.value(whole), 3);
    return chain.value(summed);
  };
  const start = await check();
  await chain.drag(point, -30, 40);
  expect(await check()).not.toBe(start);
  await chain.press(point, 'Shift+ArrowDown', 'ArrowRight');
  const sums = [await check()];
  for (let depth = 2; depth >= 0; depth--) {
    await chain.press('Layers done', 'ArrowLeft');
    sums.push(await check());
  }
  expect(new Set(sums).size).toBe(4);
  expect(sums.at(-1)).toBe(0);
  await chain.press('Layers done', 'End');
  await chain.press('Strength k of all layers', 'Home');
  expect(await check()).toBe(0);
});

test.describe('by touch', () => {
  test.use({ viewport: { width: 390, height: 800 }, hasTouch: true });

  test('a tap moves the lens, a finger on its handle drags it, and a swipe beside it scrolls the page', async ({
    figure,
    page,
  }) => {
    const lens = await figure('lens');
    const start = await lens.place(inBase);
    const plane = lens.root.getByRole('group', { name: 'base plane, z' });
    await plane.scrollIntoViewIfNeeded();
    const box = (await plane.boundingBox())!;
    await page.touchscreen.tap(box.x + box.width / 4, box.y + box.height / 4);
    await expect.poll(() => lens.place(inBase)).not.toEqual(start);
    const [tapped1, tapped2] = await lens.place(inBase);
    expect(tapped1).toBeCloseTo(-1.8, 0);
    expect(tapped2).toBeCloseTo(1.8, 0);

    const scrolled = await lens.swipe(lens.handle(inBase), 60, 60);
    await expect.poll(async () => (await lens.place(inBase))[0]).toBeGreaterThan(tapped1 + 0.5);
    expect((await lens.place(inBase))[1]).toBeLessThan(tapped2 - 0.5);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);

    const placed = await lens.place(inBase);
    const above = await lens.swipe(lens.root.locator('.remark'), 0, -120);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(above + 40);
    expect(await lens.place(inBase)).toEqual(placed);
  });
});
