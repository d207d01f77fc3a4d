import type { FlowSpec } from '../spec.ts';

export type ExportOptions = {
  spec: FlowSpec;
  /** As `saveWeights` writes them: float32, little-endian, parameters before state. */
  weights?: ArrayBuffer | undefined;
  /** What the flow is, for the first comment. */
  title?: string | undefined;
};
