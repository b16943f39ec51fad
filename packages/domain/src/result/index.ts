export { failed, ok, type Result } from './result.ts';
