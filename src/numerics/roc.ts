/** One point of the curve: the shares of negatives and of positives that score at least the threshold. */
export type RocPoint = { threshold: number; falsePositiveRate: number; truePositiveRate: number };

/** Scores of the two kinds; a high score says "positive". */
export type ScoredKinds = { negatives: ArrayLike<number>; positives: ArrayLike<number> };

/**
 * The receiver operating characteristic: one point for each value that a score takes, thresholds falling, from (0, 0) at ∞ to (1, 1).
 * @throws RangeError if a kind is empty or a score is NaN.
 */
export function roc({ negatives, positives }: ScoredKinds): RocPoint[] {
  const scored = [...labelled('negatives', negatives, 0), ...labelled('positives', positives, 1)];
  scored.sort((a, b) => b.score - a.score);
  const points: RocPoint[] = [{ threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0 }];
  const passed: [number, number] = [0, 0];
  scored.forEach(({ score, kind }, i) => {
    passed[kind] += 1;
    // Equal scores pass together: no threshold tells them apart.
    if (scored[i + 1]?.score === score) return;
    points.push({
      threshold: score,
      falsePositiveRate: passed[0] / negatives.length,
      truePositiveRate: passed[1] / positives.length,
    });
  });
  return points;
}

/**
 * The area under that curve: the chance that a positive scores above a negative, ties counted half (Mann–Whitney). ½ is guessing.
 * @throws RangeError if a kind is empty or a score is NaN.
 */
export function areaUnderRoc(kinds: ScoredKinds): number {
  let area = 0;
  let before: RocPoint | undefined;
  for (const point of roc(kinds)) {
    if (before) {
      const width = point.falsePositiveRate - before.falsePositiveRate;
      area += (width * (point.truePositiveRate + before.truePositiveRate)) / 2;
    }
    before = point;
  }
  return area;
}

function labelled(name: string, scores: ArrayLike<number>, kind: 0 | 1): { score: number; kind: 0 | 1 }[] {
  const list = Array.from(scores, (score) => ({ score, kind }));
  if (list.length === 0) throw new RangeError(`roc: ${name} is empty; give at least one score.`);
  const wrong = list.findIndex(({ score }) => Number.isNaN(score));
  if (wrong >= 0) throw new RangeError(`roc: ${name}[${wrong}] is NaN; a score must be a number.`);
  return list;
}
