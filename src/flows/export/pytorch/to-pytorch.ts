import { base64Lines } from '../base64-lines.ts';
import type { ExportOptions } from '../export-options.ts';
import { brackets, labelled, layOut, needsOf } from '../layout.ts';
import { checkWeights } from '../saved-numbers.ts';
import { baseToPython } from './bases.ts';
import head from './classes/head.py?raw';
import flowClasses from './classes/flow.py?raw';
import loading from './classes/main.py?raw';
import { layerToPython } from './layers.ts';
import { define, inOrder } from './python.ts';

const indent = '    ';
const flow = define('Flow', flowClasses);

/**
 * The flow as one Python file that needs PyTorch (1.13 or newer) and nothing else: the classes of its layers, with both
 * directions and their log-determinants, the flow with every constant written out, its weights, and a command that scores points.
 *
 * python3 flow.py points.json → {"log_prob", "z", "log_det", "x", "forward_log_det"}: x = forward(z), in nats and float64
 * @throws RangeError if the weights' size is not the flow's; TypeError for a kind that does not exist.
 */
export function toPyTorch({ spec, weights, title = 'A normalizing flow' }: ExportOptions): string {
  if (weights) checkWeights('toPyTorch', spec, weights);
  const layers = spec.layers.map(layerToPython);
  const made = brackets(
    'return Flow(',
    [labelled('base=', baseToPython(spec.base)), labelled('bijection=', brackets('Composition([', layers, '])'))],
    ')',
    flow,
  );
  const parts = [
    [...docstring(title), '', head.trimEnd()],
    ...inOrder(needsOf(made)).map(({ source }) => [source]),
    [
      'def make_flow():',
      `${indent}"""z → layers[0] → … → x, before its weights are loaded."""`,
      layOut(made, indent, indent),
    ],
    weightsOf(weights),
    [loading.trimEnd()],
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n\n')}\n`;
}

function docstring(title: string): string[] {
  // A title may hold anything; a docstring ends at its quotes and reads backslashes.
  const line = title.replaceAll(/[\\"]/g, "'").replaceAll(/\s+/g, ' ');
  return [
    `"""${line}: z (base) → x (data), for PyTorch 1.13 or newer.`,
    '',
    'forward samples (z to x), inverse scores (x to z); both return log|det| of their own direction, in nats.',
    '',
    'python3 FILE points.json     scores points; from stdin where no file is named',
    'python3 FILE --sample 10     draws points',
    '"""',
  ];
}

function weightsOf(weights: ArrayBuffer | undefined): string[] {
  if (!weights) return ['# Named on the command line with --weights.', 'WEIGHTS = None'];
  return ['# Float32, little-endian, in base64.', 'WEIGHTS = """', ...base64Lines(weights), '"""'];
}
