export type { Persona } from './access/persona.ts';
export { createKubernetes, type Kubernetes, type KubernetesOptions } from './create-kubernetes.ts';
export type { ObjectRef, ObjectStore } from './object-store.ts';
