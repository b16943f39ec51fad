export {
  Aspect,
  ComparedEdge,
  ComparedNode,
  Comparison,
  Consequence,
  Difference,
  Evidence,
  Finding,
  NearbyChange,
  StatisticalTest,
} from './compare.ts';
export { getComparison } from './endpoints.ts';
