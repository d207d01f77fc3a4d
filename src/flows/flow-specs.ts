/**
 * The page's door to this folder: flows as JSON and the named recipes that write it. Nothing behind it touches tfjs, so
 * that a page can describe a flow without loading what trains it.
 */
export type { BaseSpec, ConditionerSpec, FlowSpec, LayerSpec, ScaleSpec, TransformerSpec } from './spec.ts';
export { realNvp } from './recipes/real-nvp.ts';
export type { RealNvpOptions } from './recipes/real-nvp.ts';
export { splineFlow } from './recipes/spline-flow.ts';
export type { SplineFlowOptions } from './recipes/spline-flow.ts';
