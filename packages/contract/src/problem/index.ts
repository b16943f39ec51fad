export { Gap, Problem, type ProblemCode, problemStatus, Right, SourceName } from './problem.ts';
