export { isFailure } from './failure.ts';
export { type HealthRule, type HealthRules, plainRules, tolerancesFor } from './health-rules.ts';
export { judgePods, type Pods } from './judge-pods.ts';
export { judgeTraffic, type Measured, type Verdict, worstOf } from './judge-traffic.ts';
export { readTolerance, readTolerances, type Tolerance, toleranceAnnotation } from './tolerance.ts';
export { worst } from './worst.ts';
