/** The compiled module, ready to serve any number of programs, each in a memory of its own. */
export type Kernels = {
  /** Whether every engine gives the same bits. */
  readonly exact: boolean;
  start(memory: WebAssembly.Memory): KernelExports;
};

/** What `assembly/index.ts` exports; addresses in bytes. */
export type KernelExports = {
  prepare(program: number, gradient: number): void;
  run(program: number, rows: number, asked: number): void;
  finish(program: number): void;
  elementwise(which: number, source: number, target: number, count: number): void;
  adam(
    theta: number,
    gradient: number,
    m: number,
    v: number,
    count: number,
    beta1: number,
    beta2: number,
    epsilon: number,
    rate: number,
    correction: number,
  ): void;
};

export type KernelBuild = 'exact' | 'relaxed';

/**
 * Compiles the kernels from one of the binaries that `scripts/kernels.mjs` makes. The exact build needs WebAssembly SIMD; the
 * relaxed build needs relaxed SIMD, and its last bits depend on the machine.
 * @throws Error saying what the engine lacks.
 */
export async function loadKernels(binary: BufferSource, build: KernelBuild = 'exact'): Promise<Kernels> {
  if (!WebAssembly.validate(binary)) {
    const needed = build === 'exact' ? 'WebAssembly SIMD' : 'WebAssembly relaxed SIMD';
    throw new Error(`kernels: this engine has no ${needed}, or the file is no kernel; run without kernels.`);
  }
  const module = await WebAssembly.compile(binary);
  return {
    exact: build === 'exact',
    start: (memory) => new WebAssembly.Instance(module, { env: { memory } }).exports as KernelExports,
  };
}
