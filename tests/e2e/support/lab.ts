import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** A lab as a script follows it: through the marks on the element that carries `data-lab`. */
export class LabOnPage {
  readonly page: Page;
  readonly root: Locator;

  constructor(page: Page, id: string) {
    this.page = page;
    this.root = page.locator(`[data-lab="${id}"]`);
  }

  static async open(page: Page, path: string, id: string, fragment = ''): Promise<LabOnPage> {
    await page.goto(`${path}${fragment}`);
    const lab = new LabOnPage(page, id);
    await lab.root.scrollIntoViewIfNeeded();
    await expect(lab.root).toHaveAttribute('data-state', /shipped|ready/, { timeout: 30_000 });
    return lab;
  }

  get playButton(): Locator {
    return this.root.locator('[data-action="play"]');
  }
  button(action: string): Locator {
    return this.root.locator(`[data-action="${action}"]`);
  }
  async mark(name: 'state' | 'step' | 'nll' | 'floor' | 'hash'): Promise<string> {
    return (await this.root.getAttribute(`data-${name}`)) ?? '';
  }
  async number(name: 'step' | 'nll' | 'floor'): Promise<number> {
    return Number(await this.mark(name));
  }

  /** Waits for a step; training is as fast as the machine lets it be. */
  async untilStep(step: number, timeout = 60_000): Promise<void> {
    await expect.poll(() => this.number('step'), { timeout, intervals: [100] }).toBeGreaterThanOrEqual(step);
  }
  async pause(): Promise<void> {
    await this.playButton.click();
    await expect(this.root).toHaveAttribute('data-state', /paused|finished/);
  }

  /** What a view's canvas shows, as a string that differs when the picture does. */
  picture(view: string): Promise<string> {
    return this.root
      .locator(`[data-view="${view}"] canvas`)
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL('image/png'));
  }
}

export const chapter3 = '03-two-dimensions/';
