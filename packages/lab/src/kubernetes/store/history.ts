import type { KubeObject } from '@vigla/contract/objects';

export type WriteKind = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One write as it happened. `previous`: the object before it; a deleted object carries the version of its deletion. */
export interface Write {
  readonly type: WriteKind;
  readonly version: number;
  readonly atMs: number;
  readonly key: string;
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
}

/** What is remembered of the writes to one resource. */
export interface History {
  readonly add: (write: Write) => void;
  /** The writes after a version, oldest first; undefined where some of them are forgotten. */
  readonly since: (version: number) => readonly Write[] | undefined;
  /** Forgets everything up to a version. */
  readonly forgetUpTo: (version: number) => void;
}

export interface Limits {
  readonly writes: number;
  readonly ageMs: number;
}

/** Remembers the last writes of one resource, so that watches can resume and lists can show an earlier moment. `floor`: the version it starts from. */
export function createHistory(floor: number, limits: Limits): History {
  let writes: Write[] = [];
  let forgotten = floor;

  const forget = (count: number): void => {
    if (count <= 0) return;
    forgotten = writes[count - 1]?.version ?? forgotten;
    writes = writes.slice(count);
  };

  return {
    add(write) {
      writes.push(write);
      const tooOld = writes.findIndex(({ atMs }) => atMs >= write.atMs - limits.ageMs);
      const tooMany = writes.length > limits.writes * 1.25 ? writes.length - limits.writes : 0;
      if (tooMany > 0 || tooOld > writes.length / 4) forget(Math.max(tooOld, tooMany));
    },
    forgetUpTo(version) {
      writes = writes.filter((write) => write.version > version);
      forgotten = Math.max(forgotten, version);
    },
    since(version) {
      if (version < forgotten) return undefined;
      const first = writes.findIndex((write) => write.version > version);
      return first === -1 ? [] : writes.slice(first);
    },
  };
}
