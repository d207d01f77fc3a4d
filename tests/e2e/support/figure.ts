import { expect } from '@playwright/test';
import { chapter3 } from './lab.ts';
import type { Locator, Page } from '@playwright/test';

/** A figure of a chapter as a reader uses it: handles and sliders by name, numbers by the words before them. */
export class FigureOnPage {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page, id: string) {
    this.page = page;
    this.root = page.locator(`[data-figure="${id}"]`);
  }

  static async open(page: Page, id: string): Promise<FigureOnPage> {
    await page.goto(chapter3);
    const figure = new FigureOnPage(page, id);
    await figure.root.scrollIntoViewIfNeeded();
    // Astro takes the attribute away once the figure answers.
    await expect(figure.root.locator('astro-island')).not.toHaveAttribute('ssr');
    return figure;
  }

  handle(name: string): Locator {
    return this.root.getByRole('slider', { name, exact: true });
  }

  /** What stands beside `label`. */
  async text(label: string): Promise<string> {
    const row = this.root.locator('dl > div').filter({ has: this.page.getByText(label, { exact: true }) });
    return (await row.locator('dd').innerText()).trim();
  }
  async value(label: string): Promise<number> {
    return toNumber(await this.text(label));
  }
  /** A term of the lens's ledger. */
  async ledger(term: 'z' | 'logdet' | 'x'): Promise<number> {
    const written = await this.root.locator(`.ledger .${term}`).innerText();
    return toNumber(written.split('\n').at(-1) ?? '');
  }
  /** Where a handle stands in its plane. */
  async place(name: string): Promise<[number, number]> {
    const written = (await this.handle(name).getAttribute('aria-valuetext')) ?? '';
    const [first = '', second = ''] = written.split(',');
    return [toNumber(first), toNumber(second)];
  }

  async press(name: string, ...keys: string[]): Promise<void> {
    await this.handle(name).focus();
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async enter(name: string, value: string): Promise<void> {
    const field = this.root.getByRole('textbox', { name: `${name}, as a number` });
    await field.fill(value);
    await field.press('Enter');
  }

  async drag(name: string, right: number, down: number): Promise<void> {
    const { mouse } = this.page;
    const [x, y] = await this.#centre(this.handle(name));
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x + right, y + down, { steps: 4 });
    await mouse.up();
  }

  /** One finger from the middle of an element; resolves to where the page was scrolled to before it. */
  async swipe(element: Locator, right: number, down: number): Promise<number> {
    const [x, y] = await this.#centre(element);
    const scrolled = await this.page.evaluate(() => scrollY);
    const client = await this.page.context().newCDPSession(this.page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share?: number) =>
      client.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: share === undefined ? [] : [{ x: x + share * right, y: y + share * down }],
      });
    await touch('touchStart', 0);
    for (let step = 1; step <= 8; step++) await touch('touchMove', step / 8);
    await touch('touchEnd');
    await client.detach();
    return scrolled;
  }

  /** Brought to the middle of the window, where no header lies over it. */
  async #centre(element: Locator): Promise<[number, number]> {
    await element.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
    const box = await element.boundingBox();
    if (!box) throw new Error('The element to drag is not on the page.');
    return [box.x + box.width / 2, box.y + box.height / 2];
  }
}

/** The first number in a text, as the figures write it. */
function toNumber(text: string): number {
  const found = /−?(∞|\d+(\.\d+)?)/.exec(text)?.[0] ?? '';
  return Number(found.replace('−', '-').replace('∞', 'Infinity') || Number.NaN);
}
