/** The numbers by which `assembly/network.ts` knows activations. */
export const activations = { linear: 0, relu: 1, tanh: 2 } as const;
