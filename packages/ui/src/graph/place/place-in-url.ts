import { Ambient, Gather, GroupBy } from '@vigla/contract/graph';
import {
  boxable,
  defaultGraphPlace,
  drawable,
  type GraphPlace,
  type GraphViewport,
  grpcRates,
  httpRates,
  layouts,
  panels,
  type Replay,
  searches,
  showable,
  speeds,
  tcpRates,
  times,
  views,
  ways,
} from './graph-place.ts';
import { maybe, type Part, text, whole, word, words } from './part.ts';

const longestText = 500;
const mostOpen = 100;
const latest = 32_503_680_000;
const name = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const plain = defaultGraphPlace;

type Lists = 'namespaces' | 'open';
type Simple = Omit<GraphPlace, Lists | 'viewport'>;

/** One row per part; those that are repeated or need three keys stand below. */
const parts: { readonly [K in keyof Simple]: Part<Simple[K]> } = {
  windowSeconds: whole('w', 15, 2_592_000),
  atEpochSeconds: maybe(whole('at', 0, latest)),
  versusEpochSeconds: maybe(whole('vs', 0, latest)),
  replay: maybe<Replay>({ key: 'play', write: ({ from, to, speed }) => `${from}-${to}-${speed}`, read: readReplay }),
  groupBy: word('by', GroupBy.options),
  gather: { key: 'in', write: (value) => value, read: (given) => Gather.safeParse(given).data ?? null },
  show: words('show', showable),
  time: word('time', times),
  throughput: word('bytes', ways),
  http: word('http', httpRates),
  grpc: word('grpc', grpcRates),
  tcp: word('tcp', tcpRates),
  ambient: word('ambient', Ambient.options),
  boxes: words('box', boxable),
  layout: word('layout', layouts),
  calls: word('calls', drawable),
  find: text('find'),
  hide: text('hide'),
  search: word('search', searches),
  focus: maybe(text('focus')),
  hops: whole('hops', 1, 10),
  selected: maybe(text('sel')),
  panel: word('panel', panels),
  trace: maybe({ key: 'trace', write: (id) => id, read: (given) => (/^[0-9a-f]{1,32}$/.test(given) ? given : null) }),
  view: word('view', views),
};

interface ReadPlace {
  readonly place: GraphPlace;
  /** Names of the parts that were unknown or damaged. */
  readonly ignored: readonly string[];
}

/** Leaves out whatever is at its default, so that the shortest URL is the plainest page. */
export function writeGraphPlace(place: GraphPlace): URLSearchParams {
  const search = new URLSearchParams(place.namespaces.map((namespace) => ['ns', namespace]));
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties a part to the field it is of
  const write = <K extends keyof Simple>(field: K): void => {
    const { key, write: written }: Part<Simple[K]> = parts[field];
    if (written(place[field]) !== written(plain[field])) search.set(key, written(place[field]));
  };
  for (const field of fields) write(field);
  for (const id of place.open) search.append('open', id);
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
  const simple: { -readonly [K in keyof Simple]: Simple[K] } = { ...plain };
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it ties a part to the field it is of
  const read = <K extends keyof Simple>(field: K): void => {
    const { key, read: parse }: Part<Simple[K]> = parts[field];
    const given = search.get(key);
    const value = given === null || given.length > longestText ? null : parse(given);
    if (value !== null) simple[field] = value;
    else if (given !== null && !(given === '' && plain[field] === null)) ignored.add(key);
  };
  for (const field of fields) read(field);
  const place: GraphPlace = {
    ...simple,
    namespaces: readList(search, ignored, 'ns', (given) => name.test(given)),
    open: readList(search, ignored, 'open', (given) => given !== '' && given.length <= longestText).slice(0, mostOpen),
    viewport: readViewport(search, ignored),
  };
  for (const key of search.keys()) if (!known.has(key)) ignored.add(key);
  // As they stand in the link.
  return { place, ignored: [...new Set(search.keys())].filter((key) => ignored.has(key)) };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of a literal
const fields = Object.keys(parts) as (keyof Simple)[];
const known = new Set(['ns', 'open', 'x', 'y', 'z', ...fields.map((field) => parts[field].key)]);

function readList(search: URLSearchParams, ignored: Set<string>, key: string, isGood: (text: string) => boolean): string[] {
  const given = search.getAll(key);
  const good = given.filter(isGood);
  if (good.length < given.length) ignored.add(key);
  return [...new Set(good)];
}

function readReplay(given: string): Replay | null {
  const [, from, to, speedText] = /^(\d{1,11})-(\d{1,11})-([a-z]+)$/.exec(given) ?? [];
  const speed = speeds.find((one) => one === speedText);
  return speed && Number(from) < Number(to) && Number(to) <= latest ? { from: Number(from), to: Number(to), speed } : null;
}

/** All three or none: half a viewport points nowhere. */
function readViewport(search: URLSearchParams, ignored: Set<string>): GraphViewport | null {
  const [x, y, z] = ['x', 'y', 'z'].map((key) => decimal(search.get(key)));
  const given = ['x', 'y', 'z'].filter((key) => search.has(key));
  const good = x !== undefined && x !== null && y !== undefined && y !== null && z !== undefined && z !== null && z >= 0.02 && z <= 4;
  if (good && Math.abs(x) < 1e6 && Math.abs(y) < 1e6) return { x, y, z };
  for (const key of given) ignored.add(key);
  return null;
}

function decimal(given: string | null): number | null {
  const value = given === null || !/^-?\d{1,9}(\.\d{1,9})?$/.test(given) ? Number.NaN : Number(given);
  return Number.isFinite(value) ? value : null;
}
