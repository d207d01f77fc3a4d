/**
 * idle: nothing asked of the worker yet · starting: the worker prepares · shipped: the shipped result is shown ·
 * ready: initial weights, step 0 · training · paused · finished: the recipe's last step was reached · failed
 */
export type Status = 'idle' | 'starting' | 'shipped' | 'ready' | 'training' | 'paused' | 'finished' | 'failed';
