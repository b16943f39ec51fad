import type { Tick } from '@vigla/contract/mesh';
import type { EpochSeconds } from '@vigla/contract/units';
import type { ObjectChange, Sources } from '../sources/index.ts';
import { sourceStates } from './source-states.ts';

/** The readings of the mesh, as far as watching is concerned. */
export interface Refreshed {
  /** Makes the newest reading of each window that somebody looks at, where it is not there yet. */
  refresh(): void;
  onRead(listener: (at: EpochSeconds) => void): () => void;
}

interface Listener {
  tell(tick: Tick): void;
  changed(change: ObjectChange): void;
}

const lookEveryMs = 1000;

/** Keeps readings fresh and tells of what becomes new, until the function it returns is called. */
export function watchMesh(
  { sources, readings }: { readonly sources: Sources; readonly readings: Refreshed },
  listener: Listener,
): () => void {
  const known = new Map(sourceStates(sources).map(({ name, state }) => [name, state]));
  const look = (): void => {
    readings.refresh();
    for (const { name, state } of sourceStates(sources)) {
      if (known.get(name) !== state) listener.tell({ kind: 'source', source: name, state });
      known.set(name, state);
    }
  };
  const timer = setInterval(look, lookEveryMs);
  const leave = [
    sources.kubernetes.onChange((change) => listener.changed(change)),
    readings.onRead((at) => listener.tell({ kind: 'snapshot', at })),
  ];
  return () => {
    clearInterval(timer);
    leave.forEach((end) => end());
  };
}
