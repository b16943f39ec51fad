import type { Mesh, RateLimit, Workload } from '@vigla/domain/semantics';
import type { AppModel } from './app-model.ts';
import type { Conditions } from './conditions.ts';
import type { Hop, Reply } from './hop.ts';

/** A mesh, what runs in it, and how that is. */
export interface World {
  readonly mesh: Mesh;
  readonly model: AppModel;
  readonly conditions: Conditions;
  readonly limits: (workload: Workload) => readonly RateLimit[];
  readonly memory: Memory;
}

/** What was worked out last, with all that it was worked out from: where nothing of that has changed it is not done again. */
export interface Memory {
  readonly hops: Map<string, RememberedHop>;
  readonly replies: Map<string, RememberedReply>;
}

export interface RememberedHop {
  readonly hop: Hop;
  readonly read: ReadonlyMap<string, number>;
  readonly asked: readonly { readonly workload: Workload; readonly reply: Reply }[];
}

export interface RememberedReply {
  readonly reply: Reply;
  readonly read: ReadonlyMap<string, number>;
}

/** Begins a world of which nothing is known yet. */
export function createWorld(mesh: Mesh, model: AppModel, conditions: Conditions): World {
  const limits = new Map<Workload, readonly RateLimit[]>();
  return {
    mesh,
    model,
    conditions,
    limits(workload) {
      const known = limits.get(workload) ?? mesh.rateLimits(workload);
      limits.set(workload, known);
      return known;
    },
    memory: { hops: new Map(), replies: new Map() },
  };
}

/** Reads numbers of a strain by name, and remembers which. */
export interface Reading {
  readonly read: (name: string) => number;
  readonly done: ReadonlyMap<string, number>;
}

export function reading(look: (name: string) => number): Reading {
  const done = new Map<string, number>();
  return {
    done,
    read(name) {
      const value = look(name);
      done.set(name, value);
      return value;
    },
  };
}

/** Whether everything that was read still reads the same. */
export function stillReads(read: ReadonlyMap<string, number>, look: (name: string) => number): boolean {
  for (const [name, value] of read) if (look(name) !== value) return false;
  return true;
}
