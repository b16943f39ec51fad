import { deleteView, listViews, type SavedView, saveView } from '@vigla/contract/views';
import { useSyncExternalStore } from 'react';
import { useEndpoint, useServerClock, useWrite } from '../../data/index.ts';
import { stored, watchStored } from '../../preferences/index.ts';
import { type DefaultView, defaultView, dropLocalView, keepLocalView, nameFor, readLocalViews, setDefaultView } from './view-store.ts';

/** A saved view, wherever it is kept. */
export interface View {
  /** `browser/name` or `namespace/name`. */
  readonly id: string;
  readonly title: string;
  readonly search: string;
  /** Null for one that only this browser keeps. */
  readonly saved: SavedView | null;
}

interface Views {
  readonly views: readonly View[];
  /** Where this person may save: namespaces; empty where only the browser is left. */
  readonly writable: readonly string[];
  /** What could not be read; null while all is known. */
  readonly lacks: 'unreadable' | 'incomplete' | 'failed' | null;
  readonly isLoading: boolean;
  readonly begins: DefaultView | null;
  /** Fails: with ProblemError. `namespace` null: in this browser. */
  readonly save: (draft: { readonly title: string; readonly search: string; readonly namespace: string | null }) => Promise<void>;
  readonly rename: (view: View, title: string) => Promise<void>;
  readonly remove: (view: View) => Promise<void>;
  readonly begin: (view: View | null) => void;
}

/** The views that a person has: the cluster's, as far as they may read them, and this browser's. */
export function useViews(open: boolean): Views {
  const answer = useEndpoint(listViews, {}, { freshness: 'live', enabled: open });
  const write = useWrite(saveView, [listViews]);
  const erase = useWrite(deleteView, [listViews]);
  const local = readLocalViews(useSyncExternalStore(watchStored, () => stored('views')));
  useSyncExternalStore(watchStored, () => stored('views.default'));
  const now = useServerClock();
  const kept = (answer.data?.views ?? []).map(
    (saved): View => ({ id: `${saved.namespace}/${saved.name}`, title: saved.title, search: saved.search, saved }),
  );
  const mine = local.map(({ name, title, search }): View => ({ id: `browser/${name}`, title, search, saved: null }));
  return {
    views: [...kept, ...mine],
    writable: answer.data?.writable ?? [],
    lacks: answer.error
      ? 'failed'
      : answer.data?.incomplete
        ? 'incomplete'
        : answer.data && answer.data.unreadable.length > 0
          ? 'unreadable'
          : null,
    isLoading: answer.data === undefined && answer.error === null,
    begins: defaultView(),
    async save({ title, search, namespace }) {
      const name = nameFor(title, now().toString(36).slice(-5));
      if (namespace === null) keepLocalView({ name, title, search });
      else await write.send({ params: { namespace, name }, body: { title, search } });
    },
    async rename({ saved, id, search }, title) {
      if (saved) await write.send({ params: saved, body: { title, search, resourceVersion: saved.resourceVersion } });
      else keepLocalView({ name: id.replace(/^browser\//, ''), title, search });
    },
    async remove({ saved, id }) {
      if (defaultView()?.id === id) setDefaultView(null);
      if (saved) await erase.send({ params: { namespace: saved.namespace, name: saved.name } });
      else dropLocalView(id.replace(/^browser\//, ''));
    },
    begin: (view) => setDefaultView(view && { id: view.id, search: view.search }),
  };
}
