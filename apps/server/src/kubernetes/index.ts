export { createKubernetes, type KubernetesOptions } from './create-kubernetes.ts';
export { createRemembered } from './remembered.ts';
export { resourcePath } from './resource-path.ts';
