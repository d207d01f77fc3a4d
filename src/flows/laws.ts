/** The catchers: laws of bijections and flows as functions, for tests and for the book. */
export * from './laws/bijection-laws.ts';
export * from './laws/flow-laws.ts';
export * from './laws/perturb.ts';
