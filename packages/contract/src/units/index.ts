export { at, before, DurationSeconds, EpochSeconds, minutes, seconds } from './units.ts';
