export { instant, moment, spanSeconds } from './asked.ts';
export { at, before, DurationSeconds, EpochSeconds, minutes, seconds } from './units.ts';
