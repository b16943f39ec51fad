import type { Part, Plan } from './plan.ts';

/** A host by which the world comes in, and who answers behind it. */
export interface Door {
  readonly host: string;
  /** Units: weights of all entries of a door add up to about 1000. */
  readonly entries: readonly { readonly part: Part; readonly weight: number }[];
  /** The part of all that comes in. Shares of all doors add up to 1. */
  readonly share: number;
}

/** As many as the load has generators: each root costs every series a number. */
const doorCount = 8;

/** The full name of a service. */
export const hostOf = ({ name, namespace }: Part): string => `${name}.${namespace}.svc.cluster.local`;

/** Deals the entries out to the doors. The n-th of them is asked for in proportion to 1/n. */
export function doorsOf({ parts }: Plan): readonly Door[] {
  const entries = parts.filter(({ role }) => role === 'entry').map((part, index) => ({ part, asked: 1 / (index + 1) }));
  const all = entries.reduce((total, { asked }) => total + asked, 0);
  return Array.from({ length: Math.min(doorCount, entries.length) }, (_, door) => {
    const own = entries.filter((_entry, index) => index % doorCount === door);
    const total = own.reduce((sum, { asked }) => sum + asked, 0);
    return {
      host: `door-${door + 1}.scale.example.com`,
      share: total / all,
      entries: own.map(({ part, asked }) => ({ part, weight: Math.max(1, Math.round((asked / total) * 1000)) })),
    };
  });
}
