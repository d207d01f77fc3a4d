/** Fused kernels: whole stacks of layers in WebAssembly. What they compute is said by a `KernelProgram`, which knows no flow. */
export { loadKernels } from './kernels.ts';
export type { KernelBuild, Kernels } from './kernels.ts';
export { kernelAdam } from './adam.ts';
export type { KernelAdamOptions } from './adam.ts';
export { compileStack } from './stack.ts';
export type { Passed, Stack } from './stack.ts';
export { parametersOf } from './program.ts';
export type {
  ConditionedStep,
  DenseLayer,
  FieldLayer,
  KernelProgram,
  KernelStep,
  KernelTransformer,
  LinearStep,
  OdeStep,
  Place,
} from './program.ts';
