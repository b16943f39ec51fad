export { createInFlight } from './in-flight.ts';
export { createTurns } from './turns.ts';
export { createElementReader } from './element-reader.ts';
export { createInterning } from './interning.ts';
export { prometheus } from './prometheus.ts';
export type {
  Kubernetes,
  KubernetesRequest,
  ObjectChange,
  Prometheus,
  Resource,
  Sources,
  Tracing,
  Visibility,
} from './sources.ts';
export { isTooHeavy } from './upstream-failures.ts';
export { tracing } from './tracing.ts';
