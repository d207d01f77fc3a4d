import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import type typescript from 'typescript';
import { describe, expect, it } from 'vitest';
import * as tf from '#tf';
import type { Tensor2D } from '#tf';
import * as numerics from '#numerics';
import { normals, rng } from '#numerics';
import type { Rng } from '#numerics';
import { buildFlow } from '../../build.ts';
import { disposeFlow } from '../../flow.ts';
import * as flows from '../../index.ts';
import { perturb } from '../../laws/perturb.ts';
import type { Flow } from '../../types.ts';
import { saveWeights } from '../../weights.ts';
import { imageSpecimens } from '../image-specimens.ts';
import { specimens as vectorSpecimens } from '../specimens.ts';
import { toTypeScript } from './to-typescript.ts';

// Node's own loading: the compiler is CommonJS, and far too large to be transformed.
const ts = createRequire(import.meta.url)('typescript') as typeof typescript;

const specimens = [...vectorSpecimens, ...imageSpecimens];

type Exported = { makeFlow: (start: Rng) => Flow; trainedFlow: () => Flow };

/** Runs the module as its reader would, over this very library. */
function run(source: string): Exported {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: false },
  });
  const doors: Record<string, unknown> = { '#flows': flows, '#numerics': numerics };
  const exported = {};
  const module = compileFunction(outputText, ['exports', 'require']) as (...given: unknown[]) => void;
  module(exported, (door: string) => doors[door]);
  return exported as Exported;
}

/** What the compiler finds wrong in these modules, under the strict settings of the whole project. */
function typeErrors(sources: readonly string[]): string[] {
  const names = new Map(sources.map((source, i) => [resolve(`exported-flow-${i}.ts`), source]));
  const { config } = ts.readConfigFile('tsconfig.pure.json', (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [], files: ['none.ts'] },
    ts.sys,
    resolve('.'),
  );
  const host = ts.createCompilerHost(options);
  const program = ts.createProgram(
    [...names.keys()],
    { ...options, noEmit: true, incremental: false },
    {
      ...host,
      fileExists: (path) => names.has(path) || host.fileExists(path),
      readFile: (path) => names.get(path) ?? host.readFile(path),
      getSourceFile: (path, target) => {
        const source = names.get(path);
        return source === undefined ? host.getSourceFile(path, target) : ts.createSourceFile(path, source, target);
      },
    },
  );
  return [...names.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText, start }) =>
        `${ts.flattenDiagnosticMessageText(messageText, ' ')}: ${file?.text.slice(start, (start ?? 0) + 60)}`,
    );
  });
}

describe('exported TypeScript', () => {
  it('gives the bits of buildFlow, with initial weights and with trained ones', () => {
    specimens.forEach(({ name, spec, context: width }, seed) => {
      tf.tidy(() => {
        const built = buildFlow(spec, rng(seed));
        const x = tf.tensor2d(normals(rng(seed, 'x'), 3 * spec.base.dimensions), [3, spec.base.dimensions]);
        const context =
          width > 0 ? (tf.tensor2d(normals(rng(seed, 'c'), 3 * width), [3, width]) as Tensor2D) : undefined;
        const scores = (flow: Flow) => Array.from(flow.logProb(x, context).dataSync());
        const initial = scores(built);
        perturb(built.parameters, rng(seed, 'perturb'));
        const exported = run(toTypeScript({ spec, weights: saveWeights(built) }));
        const made = exported.makeFlow(rng(seed));
        const trained = exported.trainedFlow();
        expect(scores(made), name).toEqual(initial);
        expect(scores(trained), name).toEqual(scores(built));
        [built, made, trained].forEach(disposeFlow);
      });
    });
  }, 60_000);

  it('type-checks', () => {
    const modules = specimens.map(({ spec }) => toTypeScript({ spec }));
    const withWeights = toTypeScript({
      spec: { base: { kind: 'standard-normal', dimensions: 1 }, layers: [{ kind: 'actnorm', dimensions: 1 }] },
      weights: new ArrayBuffer(12),
    });
    expect(typeErrors([...modules, withWeights])).toEqual([]);
    expect(typeErrors(['export const wrong: string = 1;'])).toHaveLength(1);
  }, 60_000);
});
