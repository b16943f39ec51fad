export { createKubernetes } from './create-kubernetes.ts';
export { without } from './json.ts';
export { createRemembered } from './remembered.ts';
export { resourcePath } from './resource-path.ts';
export { watchedResources } from './watched-resources.ts';
