export type { AppModel, Operation, OutgoingCall, Root, Scatter, Wave } from './app-model.ts';
export type { Condition, Conditions, LoadFactors } from './conditions.ts';
export { letters, roll } from './dice.ts';
export { pick, scattered, type Distribution } from './distribution.ts';
export { joinFlags } from './flags.ts';
export type { Attempt, Hop, HopLeg, Reply } from './hop.ts';
export { isRetried, pauseBefore, proxyWay } from './attempts.ts';
export { createTimeline, type Timeline } from './timeline.ts';
export type { TrueEdge } from './truth.ts';
