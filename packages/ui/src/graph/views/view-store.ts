import { ViewDraft } from '@vigla/contract/views';
import { forget, store, stored } from '../../preferences/index.ts';

/** A view that this browser keeps, where the cluster may not. */
export interface LocalView extends ViewDraft {
  readonly name: string;
}

const viewsKey = 'views';
const defaultKey = 'views.default';
const most = 100;

const parsed = (text: string | null): unknown => {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch (reason) {
    console.debug('Views kept in this browser are damaged and were passed over.', reason);
    return null;
  }
};

/** The views that this browser keeps. Total: damaged ones are passed over. Order: by title. */
export function readLocalViews(text: string | null): readonly LocalView[] {
  const entries = parsed(text);
  if (!Array.isArray(entries)) return [];
  return entries
    .slice(0, most)
    .flatMap((entry: unknown) => {
      const draft = ViewDraft.safeParse(entry);
      const name = typeof entry === 'object' && entry !== null && 'name' in entry ? entry.name : null;
      return draft.success && typeof name === 'string' ? [{ ...draft.data, name }] : [];
    })
    .sort((a, b) => a.title.localeCompare(b.title));
}

export const localViews = (): readonly LocalView[] => readLocalViews(stored(viewsKey));

/** Keeps a view under its name; one of the same name is replaced. */
export const keepLocalView = (view: LocalView): void =>
  store(viewsKey, JSON.stringify([view, ...localViews().filter(({ name }) => name !== view.name)].slice(0, most)));

export const dropLocalView = (name: string): void => store(viewsKey, JSON.stringify(localViews().filter((view) => view.name !== name)));

/** The view that a person begins with. Its state is kept beside its id, so that opening the page waits for nobody. */
export interface DefaultView {
  readonly id: string;
  readonly search: string;
}

/** Total: damage is no default. */
export function defaultView(): DefaultView | null {
  const value = parsed(stored(defaultKey));
  if (typeof value !== 'object' || value === null || !('id' in value) || !('search' in value)) return null;
  const search = ViewDraft.shape.search.safeParse(value.search);
  return search.success && typeof value.id === 'string' ? { id: value.id, search: search.data } : null;
}

export const setDefaultView = (view: DefaultView | null): void => (view ? store(defaultKey, JSON.stringify(view)) : forget(defaultKey));

/** A name the cluster takes, made from a title: `Zahlungen, nachts` becomes `vigla-view-zahlungen-nachts-x3f9`. `tail`: tells views of one title apart. */
export function nameFor(title: string, tail: string): string {
  const words = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return ['vigla-view', words, tail].filter((part) => part !== '').join('-');
}
