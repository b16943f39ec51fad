import { at, type Json, list, record, text, withField } from '../json/json.ts';

type Plain = 'text' | 'bytes' | 'boolean' | 'integer' | 'map' | 'bytes-map' | 'instant' | 'number-or-text';

/** How one field of a message is read. `map`: of text to text; `bytes-map`: of text to bytes. `instant`: seconds and nanoseconds as one text. */
export type Field =
  | { readonly name: string; readonly as: Plain; readonly many?: boolean }
  | { readonly name: string; readonly as: Message; readonly many?: boolean };
/** The fields of a message by their numbers. */
export type Message = { readonly [number: number]: Field };

/** Reads one message of the protocol-buffers wire format; fields without a row are passed over. Fails: RangeError on truncated or impossible bytes. */
export function readMessage(bytes: Uint8Array, message: Message, depth = 0): Record<string, unknown> {
  if (depth > 20) throw new RangeError('messages are nested too deep');
  let found: Readonly<Record<string, unknown>> = {};
  for (const { number, content } of fields(bytes)) {
    const field = message[number];
    if (!field) continue;
    const before = at(found, field.name);
    const value = readField(content, field, depth);
    // A single text that is empty is one that JSON leaves out; in a list it counts: the group of Pods is "".
    if (value === undefined || (value === '' && !field.many)) continue;
    const whole =
      field.as === 'map' || field.as === 'bytes-map'
        ? { ...record(before), ...record(value) }
        : field.many
          ? [...list(before), value]
          : value;
    found = withField(found, field.name, whole);
  }
  return { ...found };
}

type Content = number | Uint8Array;

function readField(content: Content, { as }: Field, depth: number): unknown {
  if (as === 'integer') return typeof content === 'number' ? content : 0;
  if (as === 'boolean') return content !== 0;
  if (typeof content === 'number') throw new RangeError('a number stands where text or a message is expected');
  if (as === 'text') return new TextDecoder().decode(content);
  if (as === 'bytes') return Buffer.from(content).toString('base64');
  if (as === 'instant')
    return instantOf(readMessage(content, { 1: { name: 'seconds', as: 'integer' }, 2: { name: 'nanos', as: 'integer' } }));
  if (as === 'number-or-text') return numberOrText(content);
  if (as !== 'map' && as !== 'bytes-map') return readMessage(content, as, depth + 1);
  const entry = readMessage(content, { 1: { name: 'key', as: 'text' }, 2: { name: 'value', as: as === 'map' ? 'text' : 'bytes' } });
  return Object.fromEntries([[text(entry['key']), text(entry['value'])]]);
}

/** An instant as JSON says it; undefined where none was set. */
function instantOf({ seconds, nanos }: Json): string | undefined {
  if (typeof seconds !== 'number' || seconds > 253_402_300_799) return undefined;
  const fraction = typeof nanos === 'number' && nanos > 0 ? `.${String(Math.floor(nanos / 1000)).padStart(6, '0')}` : '';
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

/** A port by number or by name. Source: IntOrString of apimachinery. */
function numberOrText(content: Uint8Array): unknown {
  const { kind, number, name } = readMessage(content, {
    1: { name: 'kind', as: 'integer' },
    2: { name: 'number', as: 'integer' },
    3: { name: 'name', as: 'text' },
  });
  return kind === 1 ? name : (number ?? 0);
}

/** The fields of a message in the order they are written. */
export function* fields(bytes: Uint8Array): Generator<{ readonly number: number; readonly content: Content }> {
  let place = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 10; shift += 1) {
      const byte = bytes[place];
      if (byte === undefined) break;
      place += 1;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number is cut short');
  };
  const take = (count: number): Uint8Array => {
    if (place + count > bytes.length) throw new RangeError('a field is cut short');
    place += count;
    return bytes.subarray(place - count, place);
  };
  while (place < bytes.length) {
    const tag = varint();
    const kind = tag % 8;
    if (kind === 0) yield { number: Math.floor(tag / 8), content: varint() };
    else if (kind === 2) yield { number: Math.floor(tag / 8), content: take(varint()) };
    else if (kind === 1) take(8);
    else if (kind === 5) take(4);
    else throw new RangeError(`wire type ${kind} is not known`);
  }
}
