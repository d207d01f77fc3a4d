import { writeFile } from 'node:fs/promises';
import { computedFloor, datasetNames } from '#datasets';

/** Writes src/datasets/floors.json: the entropy of every data set at its default noise. */
export async function main(): Promise<void> {
  const floors: Record<string, ReturnType<typeof computedFloor>> = {};
  for (const name of datasetNames) {
    const floor = computedFloor({ name });
    floors[name] = { ...floor, nats: Number(floor.nats.toFixed(10)), standardError: claimed(floor.standardError) };
    console.log(
      `${name.padEnd(16)} ${floor.nats.toFixed(6)} ± ${floor.standardError.toExponential(1)}  ${floor.method}`,
    );
  }
  await writeFile(new URL('../src/datasets/floors.json', import.meta.url), `${JSON.stringify(floors, null, 2)}\n`);
}

/** One digit, and never less than what the ten written decimals can carry. */
const claimed = (error: number) => (error === 0 ? 0 : Number(Math.max(error, 1e-9).toExponential(0)));
