import { at } from '@vigla/contract/units';

/** Noon UTC on the first day of 2026: "now" in every test. */
export const noon = at(1_767_268_800);
