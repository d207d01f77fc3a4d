import { readFileSync } from 'node:fs';

/** One named array of a golden file, row-major. A scalar has shape []. */
export type GoldenArray = { shape: number[]; dtype?: string; data: number[] };
export type GoldenArrays = Record<string, GoldenArray>;

/** A golden file, format "golden/1": another project's numbers, with the mathematics that made them. */
export type Golden = {
  id: string;
  format: string;
  case: string;
  /** Where the numbers come from; a list when several projects are combined. */
  source?: { class?: string } | { class?: string }[];
  config: Record<string, unknown>;
  params: GoldenArrays;
  inputs: GoldenArrays;
  outputs: GoldenArrays;
  grads: GoldenArrays;
  float32?: { max_abs_diff_any_output?: number };
};

/** @throws Error naming the file if it is not a golden file. */
export function readGolden(path: string): Golden {
  const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Golden>;
  if (value.format !== 'golden/1' || typeof value.case !== 'string') {
    throw new Error(`${path}: expected "format": "golden/1" and a "case", got ${value.format} and ${value.case}.`);
  }
  const { params = {}, inputs = {}, outputs = {}, grads = {}, config = {} } = value;
  return { ...(value as Golden), params, inputs, outputs, grads, config };
}

/** What a solution of a differential equation in float32 may differ from one in float64 at a tolerance of 1e-10. */
const solutionTolerance = 1e-4;

/** Float32 against float64 peers: ten times what the peer's own float32 run differs by, and at least 1e-5. */
export function toleranceOf(golden: Golden): number {
  if (golden.case.startsWith('cnf')) return solutionTolerance;
  return Math.max(1e-5, 10 * (golden.float32?.max_abs_diff_any_output ?? 0));
}

export function arrayOf(golden: Golden, group: 'params' | 'inputs' | 'outputs', name: string): GoldenArray {
  const array = golden[group][name];
  if (!array) throw new Error(`${golden.id}: ${group}.${name} is missing.`);
  return array;
}

export function numberOf(golden: Golden, name: string): number {
  const value = golden.config[name];
  if (typeof value !== 'number')
    throw new Error(`${golden.id}: config.${name} must be a number, got ${String(value)}.`);
  return value;
}

/** A number that a file may leave out. */
export function numberOr(golden: Golden, name: string, otherwise: number): number {
  return golden.config[name] === undefined ? otherwise : numberOf(golden, name);
}

/** A text that a file may leave out. */
export function textOr({ config }: Golden, name: string, otherwise: string): string {
  const value = config[name];
  return typeof value === 'string' ? value : otherwise;
}

/** The peer's class, or its classes one after the other. */
export function classOf({ source }: Golden): string {
  return [source ?? []]
    .flat()
    .map((entry) => entry.class ?? '')
    .join('; ');
}
