import * as z from 'zod';

/**
 * Time, the one quantity we brand.
 *
 * Prometheus speaks seconds, Jaeger microseconds, JavaScript milliseconds. Sources convert at the
 * edge of the process; inside, an instant is EpochSeconds and a span of time is DurationSeconds.
 * Every other quantity carries its unit in its name: `requestsPerSecond`, `p95Ms`, `errorRatio`.
 */
export const EpochSeconds = z.number().int().nonnegative().brand<'EpochSeconds'>();
export type EpochSeconds = z.infer<typeof EpochSeconds>;

export const DurationSeconds = z.number().int().positive().brand<'DurationSeconds'>();
export type DurationSeconds = z.infer<typeof DurationSeconds>;

export const seconds = (n: number): DurationSeconds => DurationSeconds.parse(n);
export const minutes = (n: number): DurationSeconds => DurationSeconds.parse(n * 60);
export const at = (epochSeconds: number): EpochSeconds => EpochSeconds.parse(epochSeconds);

/** The instant `duration` before `instant`. */
export const before = (instant: EpochSeconds, duration: DurationSeconds): EpochSeconds => at(instant - duration);
