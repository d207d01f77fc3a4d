import type { FlowSpec } from '../../spec.ts';
import { base64Lines } from '../base64-lines.ts';
import type { ExportOptions } from '../export-options.ts';
import { brackets, layOut, needsOf, text } from '../layout.ts';
import { checkWeights } from '../saved-numbers.ts';
import { baseToTypeScript } from './bases.ts';
import { layerToTypeScript } from './layers.ts';
import { call, streamOf } from './typescript.ts';

const indent = '  ';
const start = text('start', 'Rng');
/** What an export needs of `#numerics`; everything else is of `#flows`. */
const solverNames = ['dopri5', 'euler', 'midpoint', 'rk4', 'threeEighths'];

/**
 * The flow as a module of TypeScript that stands on this library: the factory calls that make it, with every constant written
 * out. `makeFlow(rng)` draws the initial weights that `buildFlow(spec, rng)` draws (without `rng` where none are drawn); with
 * weights there is `trainedFlow()` too.
 * @throws RangeError if the weights' size is not the flow's; TypeError for a kind that does not exist.
 */
export function toTypeScript({ spec, weights, title = 'A normalizing flow' }: ExportOptions): string {
  if (weights) checkWeights('toTypeScript', spec, weights);
  const made = flowCall(spec);
  const needs = needsOf(made);
  const drawn = needs.includes('Rng');
  const solvers = needs.filter((name) => solverNames.includes(name));
  const factories = needs.filter((name) => name !== 'Rng' && !solverNames.includes(name));
  // A title may hold anything; a comment ends at its star and slash.
  const line = title.replaceAll('*/', '* /').replaceAll(/\s+/g, ' ');
  return `${[
    ...importOf([...factories, ...(weights ? ['loadWeights'] : [])], '#flows'),
    ...importOf([...solvers, ...(drawn && weights ? ['rng'] : [])], '#numerics'),
    ...(drawn ? ["import type { Rng } from '#numerics';"] : []),
    '',
    `/** ${line}: z → layers[0] → … → x.${drawn ? ' `start` draws the initial weights.' : ''} */`,
    `export function makeFlow(${drawn ? 'start: Rng' : ''}) {`,
    `${layOut(made, indent, indent)};`,
    '}',
    ...(weights ? trained(weights, drawn) : []),
  ].join('\n')}\n`;
}

function importOf(names: readonly string[], door: string): string[] {
  if (names.length === 0) return [];
  const sorted = [...names].sort().map((name) => text(name));
  return [layOut(brackets('import {', sorted, `} from '${door}';`), indent)];
}

function flowCall(spec: FlowSpec) {
  const layers = spec.layers.map((layer, i) => layerToTypeScript(layer, streamOf(start, `layer ${i}`)));
  const made = call(
    'flow',
    baseToTypeScript(spec.base, streamOf(start, 'base')),
    call('compose', brackets('[', layers, ']')),
  );
  return { ...made, before: `return ${made.before}` };
}

function trained(weights: ArrayBuffer, drawn: boolean): string[] {
  return [
    '',
    '/** The same flow with its trained weights. */',
    'export function trainedFlow() {',
    `${indent}const trained = makeFlow(${drawn ? "rng(0, 'overwritten below')" : ''});`,
    `${indent}const bytes = Uint8Array.from(atob(weights), (character) => character.charCodeAt(0));`,
    `${indent}loadWeights(trained, bytes.buffer);`,
    `${indent}return trained;`,
    '}',
    '',
    '/** Float32, little-endian, in base64. */',
    'const weights = `',
    ...base64Lines(weights),
    '`;',
  ];
}
