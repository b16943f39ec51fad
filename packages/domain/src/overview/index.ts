export { overviewOf } from './overview-of.ts';
