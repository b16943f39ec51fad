export { changesOf } from './changes-of.ts';
export { entryKey, type MeshFacts, type ServiceFacts, type WorkloadFacts } from './facts.ts';
export { fieldOf, labelsOf, listOf, numberOf, selects, textOf } from './fields.ts';
export { covers, type ServiceName, serviceKey, serviceOfHost } from './host.ts';
export { namespacesOf } from './namespaces-of.ts';
export { readFacts, readFactsInSteps } from './read-facts.ts';
