import type { SourceState, Tick } from '@vigla/contract/mesh';
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
  // A cluster that answers again is not read again yet: each kind that comes back is news too.
  const newsOf = ({ name, state }: SourceState): string =>
    name === 'kubernetes' ? `${state} ${[...sources.kubernetes.missingKinds().keys()].join()}` : state;
  const known = new Map(sourceStates(sources).map((source) => [source.name, newsOf(source)]));
  const look = (): void => {
    readings.refresh();
    for (const source of sourceStates(sources)) {
      const news = newsOf(source);
      if (known.get(source.name) !== news) listener.tell({ kind: 'source', source: source.name, state: source.state });
      known.set(source.name, news);
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
