import { hash } from 'node:crypto';
import { createInterning } from '../sources/index.ts';
import { isRecord } from './json.ts';

/** Gives the same value back as the last time an equal part came, so that what many objects have alike is in memory once. Nobody may change it. */
export type Share = (value: unknown) => unknown;

/** So many are remembered; what has not come for longer is kept by its objects alone. */
const most = 20_000;
/** Values that are written in more than so many characters are known by a hash. */
const longText = 200;
/** Fields whose whole values other objects have too: containers of a Deployment and of its ReplicaSets, labels of both. */
const alike: ReadonlySet<string> = new Set(
  'labels annotations ownerReferences managedFields conditions containerStatuses containers initContainers args command env ports resources'.split(
    ' ',
  ),
);
/** Fields with texts that hardly any other object has. */
const unique: ReadonlySet<string> = new Set(['uid', 'resourceVersion', 'podIP']);

export function createSharing(): Share {
  const intern = createInterning(most);
  const [short, long] = [createKnown(), createKnown()];

  const share: Share = (value) => {
    if (typeof value === 'string') return value.length > longText ? value : intern(value);
    if (Array.isArray(value)) return value.map(share);
    if (!isRecord(value)) return value;
    if (isEmpty(value)) return nothing;
    const own: Record<string, unknown> = { ...value };
    for (const name in own) if (!unique.has(name)) own[name] = alike.has(name) ? whole(own[name]) : share(own[name]);
    return own;
  };
  function whole(value: unknown): unknown {
    const text = JSON.stringify(value);
    return text.length > longText ? long(hash('sha1', text), () => parts(value)) : short(text, () => parts(value));
  }
  /** Lists that differ mostly differ in one of their elements: in one variable of twenty, or in the image beside the same proxy. */
  const parts = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((element) => (isRecord(element) ? whole(element) : share(element))) : share(value);
  return share;
}

/** What many objects lack is one object too. */
const nothing = Object.freeze({});
const isEmpty = (value: object): boolean => {
  for (const name in value) if (Object.hasOwn(value, name)) return false;
  return true;
};

/** Values by their key, the most recent ones. */
function createKnown(): (key: string, make: () => unknown) => unknown {
  let [recent, older] = [new Map<string, unknown>(), new Map<string, unknown>()];
  return (key, make) => {
    const known = recent.get(key);
    if (known !== undefined) return known;
    if (recent.size >= most) [recent, older] = [new Map(), recent];
    const value = older.get(key) ?? make();
    recent.set(key, value);
    return value;
  };
}
