import { hash } from 'node:crypto';
import { createInterning } from '../sources/index.ts';
import { isRecord } from './json.ts';

/** Finds what occurs in many objects, so that it is in memory once: names, labels, the variables of a container and of its replica sets. */
export interface Sharing {
  /** The value with each text in it once. */
  texts(value: unknown): unknown;
  /** The same value as the last time an equal one came. Nobody may change it. */
  whole(value: unknown): unknown;
}

/** So many are remembered; what has not come for longer is kept by its objects alone. */
const most = 20_000;
/** Values that are written in more than so many characters are known by a hash. */
const longText = 200;
/** Texts that hardly any other object has. */
const unique: ReadonlySet<string> = new Set(['uid', 'resourceVersion', 'podIP']);

export function createSharing(): Sharing {
  const intern = createInterning(most);
  const [short, long] = [createKnown(), createKnown()];

  const texts = (value: unknown): unknown => {
    if (typeof value === 'string') return value.length > longText ? value : intern(value);
    if (Array.isArray(value)) return value.map(texts);
    if (!isRecord(value)) return value;
    const own: Record<string, unknown> = { ...value };
    for (const name in own) if (!unique.has(name)) own[name] = texts(own[name]);
    return own;
  };
  return {
    texts,
    whole(value) {
      if (typeof value !== 'object' || value === null) return texts(value);
      const text = JSON.stringify(value);
      return text.length > longText ? long(hash('sha1', text), () => texts(value)) : short(text, () => texts(value));
    },
  };
}

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
