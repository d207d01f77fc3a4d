/** Couplings, and masked autoregressive layers read in their fast direction: θ from a network, then a transformer. */
import { move, pullMove } from './affine';
import { LANES, PITCH } from './lanes';
import { mix, pullMix } from './mixture';
import { evaluate, pullBack } from './network';
import { Conditioned, Mixture, Network, Spline, Step } from './records';
import { evaluateResidual, pullBackResidual } from './residual';
import { bend, pullBend } from './spline';

@inline
function feature(table: usize, i: i32): usize {
  return <usize>load<i32>(table + ((<usize>i) << 2)) * PITCH;
}

export function runConditioned(step: Step, dimensions: i32): void {
  const layer = changetype<Conditioned>(step.detail);
  const network = changetype<Network>(layer.network);
  for (let i = 0; i < layer.reads; i++) {
    memory.copy(network.inputs + (<usize>i) * PITCH, step.input + feature(layer.readTable, i), PITCH);
  }
  if (network.residual !== 0) evaluateResidual(network);
  else evaluate(network);
  memory.copy(step.output, step.input, (<usize>dimensions) * PITCH);
  memory.fill(step.logDet, 0, PITCH);
  const block = (<usize>layer.moves) * PITCH;
  for (let i = 0; i < layer.moves; i++) {
    const at = feature(layer.moveTable, i);
    const theta = layer.theta + (<usize>i) * PITCH;
    if (layer.spline !== 0) {
      const shape = changetype<Spline>(layer.spline);
      bend(shape, step.inverse !== 0, step.input + at, step.output + at, theta, block, step.logDet);
      continue;
    }
    if (layer.mixture !== 0) {
      mix(changetype<Mixture>(layer.mixture), step.input + at, step.output + at, theta, block, step.logDet);
      continue;
    }
    move(
      layer.transformer,
      layer.setting,
      step.inverse,
      step.input + at,
      step.output + at,
      theta,
      theta + block,
      step.logDet,
    );
  }
}

export function pullConditioned(step: Step, pulled: usize, pulledLogDet: usize): void {
  const layer = changetype<Conditioned>(step.detail);
  const network = changetype<Network>(layer.network);
  const block = (<usize>layer.moves) * PITCH;
  for (let i = 0; i < layer.moves; i++) {
    const at = feature(layer.moveTable, i);
    const offset = (<usize>i) * PITCH;
    if (layer.spline !== 0) {
      pullBend(
        changetype<Spline>(layer.spline),
        step.inverse !== 0,
        step.input + at,
        layer.theta + offset,
        block,
        pulled + at,
        pulledLogDet,
        layer.thetaCotangent + offset,
      );
      continue;
    }
    if (layer.mixture !== 0) {
      pullMix(
        changetype<Mixture>(layer.mixture),
        step.input + at,
        layer.theta + offset,
        block,
        pulled + at,
        pulledLogDet,
        layer.thetaCotangent + offset,
      );
      continue;
    }
    pullMove(
      layer.transformer,
      layer.setting,
      step.inverse,
      step.input + at,
      step.output + at,
      layer.theta + block + offset,
      pulled + at,
      pulledLogDet,
      layer.thetaCotangent + offset,
      layer.thetaCotangent + block + offset,
    );
  }
  if (network.residual !== 0) pullBackResidual(network, layer.thetaCotangent);
  else pullBack(network, layer.thetaCotangent);
  for (let i = 0; i < layer.reads; i++) {
    const target = pulled + feature(layer.readTable, i);
    const source = network.inputCotangent + (<usize>i) * PITCH;
    for (let at: usize = 0; at < PITCH; at += LANES) {
      v128.store(target + at, f32x4.add(v128.load(target + at), v128.load(source + at)));
    }
  }
}
