import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planeScale, squareWindow, ticks } from './scales.ts';

const finite = fc.double({ min: -100, max: 100, noNaN: true });
const box = fc
  .tuple(finite, finite, fc.double({ min: 0.1, max: 50, noNaN: true }), fc.double({ min: 0.1, max: 50, noNaN: true }))
  .map(([x, y, width, height]) => ({ x: [x, x + width] as [number, number], y: [y, y + height] as [number, number] }));

test('screen and plane are inverse, and y points up in the plane', () => {
  fc.assert(
    fc.property(
      box,
      fc.double({ min: 0, max: 300, noNaN: true }),
      fc.double({ min: 0, max: 300, noNaN: true }),
      (b, px, py) => {
        const scale = planeScale(squareWindow(b), 300);
        const [x, y] = scale.toPlane(px, py);
        const [qx, qy] = scale.toScreen(x, y);
        expect(Math.abs(qx - px) + Math.abs(qy - py)).toBeLessThan(1e-6);
        expect(scale.toScreen(x, y + 1)[1]).toBeLessThan(qy);
      },
    ),
  );
});

test('the square window holds the box in its middle', () => {
  fc.assert(
    fc.property(box, (b) => {
      const window = squareWindow(b);
      expect(window.x[1] - window.x[0]).toBeCloseTo(window.y[1] - window.y[0], 9);
      for (const axis of ['x', 'y'] as const) {
        expect(window[axis][0]).toBeLessThanOrEqual(b[axis][0] + 1e-9);
        expect(window[axis][1]).toBeGreaterThanOrEqual(b[axis][1] - 1e-9);
      }
    }),
  );
});

test('ticks are inside, equally far apart, and not too many', () => {
  fc.assert(
    fc.property(box, fc.integer({ min: 2, max: 8 }), ({ x }, count) => {
      const marks = ticks(x, count);
      expect(marks.length).toBeLessThanOrEqual(count + 1);
      expect(marks.every((mark) => mark >= x[0] - 1e-9 && mark <= x[1] + 1e-9)).toBe(true);
      const steps = marks.slice(1).map((mark, i) => mark - (marks[i] ?? NaN));
      expect(Math.max(0, ...steps) - Math.min(Infinity, ...steps)).toBeLessThan(1e-6);
    }),
  );
});
