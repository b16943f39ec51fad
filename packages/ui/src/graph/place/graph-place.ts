import { GroupBy } from '@vigla/contract/graph';

/** What one can choose to see on the picture. `rate`, `errors`, `time` are labels of calls. */
export const showable = ['rate', 'errors', 'time', 'badges', 'locks', 'idle'] as const;
export type Shown = (typeof showable)[number];

/** Where a reader has moved the picture. Units: x and y are CSS pixels of pan, z is the zoom factor. */
export interface GraphViewport {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Everything about the graph page that belongs in its URL, so that a link shows what its sender saw. */
export interface GraphPlace {
  /** Empty: all that the reader may see. */
  readonly namespaces: readonly string[];
  readonly windowSeconds: number;
  /** End of the window; null is live. */
  readonly atEpochSeconds: number | null;
  readonly groupBy: GroupBy;
  readonly show: readonly Shown[];
  readonly find: string;
  /** Stable id of a node, an edge or a box. */
  readonly selected: string | null;
  /** `auto` opens the panel with a selection, `graph` shows the whole graph's, `none` keeps it shut. */
  readonly panel: 'auto' | 'graph' | 'none';
  readonly view: 'picture' | 'table';
  /** Null where nobody moved it: the whole graph is fitted. */
  readonly viewport: GraphViewport | null;
}

/** The plainest page: all namespaces, live, fitted. */
export const defaultGraphPlace: GraphPlace = {
  namespaces: [],
  windowSeconds: 300,
  atEpochSeconds: null,
  groupBy: 'version',
  show: ['rate', 'errors', 'badges', 'idle'],
  find: '',
  selected: null,
  panel: 'auto',
  view: 'picture',
  viewport: null,
};

interface ReadPlace {
  readonly place: GraphPlace;
  /** Names of the parts that were unknown or damaged. */
  readonly ignored: readonly string[];
}

const longestText = 500;
const name = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** Leaves out whatever is at its default, so that the shortest URL is the plainest page. */
export function writeGraphPlace(place: GraphPlace): URLSearchParams {
  const plain = defaultGraphPlace;
  const search = new URLSearchParams(place.namespaces.map((namespace) => ['ns', namespace]));
  if (place.windowSeconds !== plain.windowSeconds) search.set('w', String(place.windowSeconds));
  if (place.atEpochSeconds !== null) search.set('at', String(place.atEpochSeconds));
  if (place.groupBy !== plain.groupBy) search.set('by', place.groupBy);
  const show = showable.filter((one) => place.show.includes(one)).join('.');
  if (show !== plain.show.join('.')) search.set('show', show);
  if (place.find) search.set('find', place.find);
  if (place.selected) search.set('sel', place.selected);
  if (place.panel !== plain.panel) search.set('panel', place.panel);
  if (place.view !== plain.view) search.set('view', place.view);
  if (place.viewport) {
    search.set('x', String(Math.round(place.viewport.x)));
    search.set('y', String(Math.round(place.viewport.y)));
    search.set('z', String(Number(place.viewport.z.toFixed(3))));
  }
  return search;
}

/** Never fails: an old or mistyped link falls back to the default, part by part, and says which parts. */
export function readGraphPlace(search: URLSearchParams): ReadPlace {
  const ignored = new Set<string>();
  const read = <T>(key: string, parse: (text: string) => T | null, otherwise: T): T => {
    const text = search.get(key);
    if (text === null) return otherwise;
    const value = text.length <= longestText ? parse(text) : null;
    if (value === null) ignored.add(key);
    return value ?? otherwise;
  };
  const plain = defaultGraphPlace;
  const place: GraphPlace = {
    namespaces: readNamespaces(search, ignored),
    windowSeconds: read('w', (text) => whole(text, 15, 2_592_000), plain.windowSeconds),
    atEpochSeconds: read('at', (text) => whole(text, 0, 32_503_680_000), plain.atEpochSeconds),
    groupBy: read('by', (text) => oneOf(GroupBy.options, text), plain.groupBy),
    show: read('show', readShow, plain.show),
    find: read('find', (text) => text, plain.find),
    selected: read('sel', (text) => text || null, plain.selected),
    panel: read('panel', (text) => oneOf(['auto', 'graph', 'none'] as const, text), plain.panel),
    view: read('view', (text) => oneOf(['picture', 'table'] as const, text), plain.view),
    viewport: readViewport(search, ignored),
  };
  const known = new Set(['ns', 'w', 'at', 'by', 'show', 'find', 'sel', 'panel', 'view', 'x', 'y', 'z']);
  for (const key of search.keys()) if (!known.has(key)) ignored.add(key);
  return { place, ignored: [...ignored] };
}

function readNamespaces(search: URLSearchParams, ignored: Set<string>): string[] {
  const given = search.getAll('ns');
  const good = given.filter((text) => name.test(text));
  if (good.length < given.length) ignored.add('ns');
  return [...new Set(good)];
}

function readShow(text: string): readonly Shown[] | null {
  const asked = text === '' ? [] : text.split('.');
  return asked.every((one) => (showable as readonly string[]).includes(one)) ? showable.filter((one) => asked.includes(one)) : null;
}

/** All three or none: half a viewport points nowhere. */
function readViewport(search: URLSearchParams, ignored: Set<string>): GraphViewport | null {
  const [x, y, z] = ['x', 'y', 'z'].map((key) => number(search.get(key)));
  const given = ['x', 'y', 'z'].filter((key) => search.has(key));
  const good = x !== undefined && x !== null && y !== undefined && y !== null && z !== undefined && z !== null && z >= 0.02 && z <= 4;
  if (good && Math.abs(x) < 1e6 && Math.abs(y) < 1e6) return { x, y, z };
  for (const key of given) ignored.add(key);
  return null;
}

function whole(text: string, least: number, most: number): number | null {
  const value = number(text);
  return value !== null && Number.isInteger(value) && value >= least && value <= most ? value : null;
}

function number(text: string | null): number | null {
  const value = text === null || !/^-?\d+(\.\d+)?$/.test(text) ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

const oneOf = <T extends string>(options: readonly T[], text: string): T | null => options.find((option) => option === text) ?? null;
