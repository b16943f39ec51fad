export { bookinfo } from './bookinfo.ts';
export { findScenario, scenarioNames } from './find-scenario.ts';
export { objectId, timestamp } from './object.ts';
export { people } from './roles.ts';
export type { Moment, Scenario, Telling } from './scenario.ts';
