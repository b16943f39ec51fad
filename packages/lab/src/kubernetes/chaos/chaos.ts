import type { Attributes } from '../access/rbac.ts';
import type { Resource } from '../resources/resource.ts';
import { expired, qualified, StatusError } from '../status/status.ts';
import type { Store } from '../store/store.ts';
import type { Fault, Mishap } from './fault.ts';

/** Makes chosen requests go wrong, so that one can see how a client bears it. Nothing goes wrong until it is set. */
export interface Chaos {
  /** From now on these faults hold instead of those before; the same seed hits the same requests. */
  set(faults: readonly Fault[], seed?: number): void;
  /** Ends every open watch, or those of one resource (`pods`, `gateways.networking.istio.io`). Returns how many. */
  closeWatches(resource?: string): number;
  /** Forgets all past writes: what resumes from an earlier version, by watch or by continue token, is told 410. */
  forgetPast(): void;
}

/** What chaos makes of one request. Units: milliseconds; `cutAfterMs` undefined lets a watch live. */
export interface Stroke {
  readonly error: StatusError | undefined;
  readonly lateMs: number;
  readonly cutAfterMs: number | undefined;
}

/** The side of chaos that the server asks. */
export interface Turmoil extends Chaos {
  strike(wanted: Attributes): Stroke;
  /** Lets an open watch be closed from outside; returns what to call when it has ended by itself. */
  opened(resource: Resource, end: () => void): () => void;
}

export function createChaos(store: Store): Turmoil {
  let armed: readonly Armed[] = [];
  const watches = new Set<{ readonly resource: string; readonly end: () => void }>();
  return {
    set(faults, seed = 1) {
      armed = faults.map((fault, index) => arm(fault, dice(seed + index)));
    },
    closeWatches(resource) {
      const chosen = [...watches].filter((watch) => resource === undefined || watch.resource === resource);
      for (const { end } of chosen) end();
      return chosen.length;
    },
    forgetPast: () => store.forgetPast(),
    strike: (wanted) => struck(armed.filter(({ hits }) => hits(wanted)).map(({ does }) => does)),
    opened(resource, end) {
      const watch = { resource: qualified(resource), end };
      watches.add(watch);
      return () => void watches.delete(watch);
    },
  };
}

interface Armed {
  readonly does: Mishap;
  readonly hits: (wanted: Attributes) => boolean;
}

/** A fault that counts how often it may still hit. Fails: RangeError for a share that is none. */
function arm({ verbs, resources, namespaces, share = 1, times = Number.POSITIVE_INFINITY, does }: Fault, roll: () => number): Armed {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`The share of requests that go wrong is ${share}; it must be from 0 to 1.`);
  let left = times;
  return {
    does,
    hits(wanted) {
      const isMeant =
        (verbs?.includes(wanted.verb) ?? true) &&
        (resources?.includes(qualified({ group: wanted.group, plural: wanted.resource })) ?? true) &&
        (namespaces?.includes(wanted.namespace) ?? true) &&
        (does.kind !== 'cut-watch' || wanted.verb === 'watch');
      if (!isMeant || left <= 0 || (share < 1 && roll() >= share)) return false;
      left -= 1;
      return true;
    },
  };
}

function struck(mishaps: readonly Mishap[]): Stroke {
  const error = mishaps.map(errorOf).find((one) => one !== undefined);
  const lateMs = mishaps.reduce((sum, one) => sum + (one.kind === 'late' ? one.ms : 0), 0);
  const cuts = mishaps.flatMap((one) => (one.kind === 'cut-watch' ? [one.afterMs] : []));
  return { error, lateMs, cutAfterMs: cuts.length > 0 ? Math.min(...cuts) : undefined };
}

function errorOf(mishap: Mishap): StatusError | undefined {
  switch (mishap.kind) {
    case 'expired':
      return expired('The resourceVersion for the provided request is too old.');
    case 'too-many-requests': {
      const { retryAfterSeconds } = mishap;
      return new StatusError(429, 'TooManyRequests', 'Too many requests, please try again later.', { retryAfterSeconds });
    }
    case 'internal-error':
      return new StatusError(500, 'InternalError', 'Internal error occurred: chaos was asked for');
    default:
      return undefined;
  }
}

/** Numbers from 0 to 1 that look drawn by lot and are the same for the same seed (the mulberry32 generator). */
function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
