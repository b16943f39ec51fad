export { type Around, validate } from './validate.ts';
