export { createJaegerHandler } from './handler.ts';
