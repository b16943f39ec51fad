export { bookinfoSamples } from './mesh.ts';
export { noon } from './noon.ts';
export { bookinfoObjects, deployed, namespaceObject, networking, reviewsRoute, reviewsRule, serviceObject } from './objects.ts';
export { type Answers, type Call, call, type Sample, tcp, together } from './samples.ts';
