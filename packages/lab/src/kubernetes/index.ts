export type { Chaos } from './chaos/chaos.ts';
export type { Fault, Mishap } from './chaos/fault.ts';
export type { LoggedContainer, LogLine, PodLogs } from './logs/pod-logs.ts';
export type { Persona } from './access/persona.ts';
export { createKubernetes, type Kubernetes, type KubernetesOptions } from './create-kubernetes.ts';
export type { ObjectRef, ObjectStore } from './object-store.ts';
