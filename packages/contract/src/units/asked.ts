import * as z from 'zod';
import { EpochSeconds } from './units.ts';

/** An instant as URLs carry it. Units: epoch seconds, up to the year 3000. */
export const instant = z.coerce.number<number>().int().nonnegative().max(32_503_680_000).pipe(EpochSeconds);

/** A stretch of time as URLs carry it. Units: seconds, a minute to a month. */
export const spanSeconds = z.coerce.number<number>().int().min(60).max(2_592_000).default(3600);

/** The window that is looked at, and the instant at which it ends; without one, now. Units: seconds, up to a month; epoch seconds. */
export const moment = {
  windowSeconds: z.coerce.number<number>().int().min(15).max(2_592_000).default(300),
  atEpochSeconds: instant.optional(),
};
