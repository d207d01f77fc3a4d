/** Loss or gradient stopped being a number. The flow holds the last good weights again. */
export class TrainingDiverged extends Error {
  override readonly name = 'TrainingDiverged';
  readonly step: number;
  readonly loss: number;
  readonly gradientNorm: number;

  constructor(step: number, loss: number, gradientNorm: number) {
    const what = Number.isFinite(loss) ? `the gradient's norm is ${gradientNorm}` : `the loss is ${loss}`;
    super(`Training diverged at step ${step}: ${what}. The last good weights are restored; try a lower learning rate.`);
    this.step = step;
    this.loss = loss;
    this.gradientNorm = gradientNorm;
  }
}
