export type { Sample } from './samples.ts';
