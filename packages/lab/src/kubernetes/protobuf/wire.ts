import { at, list, record, text, withField } from '../json/json.ts';

/** How one field of a message is read. `map`: of text to text. */
export type Field =
  | { readonly name: string; readonly as: 'text' | 'bytes' | 'boolean' | 'integer' | 'map'; readonly many?: boolean }
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
    const whole = field.as === 'map' ? { ...record(before), ...record(value) } : field.many ? [...list(before), value] : value;
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
  if (as !== 'map') return readMessage(content, as, depth + 1);
  const entry = readMessage(content, { 1: { name: 'key', as: 'text' }, 2: { name: 'value', as: 'text' } });
  return Object.fromEntries([[text(entry['key']), text(entry['value'])]]);
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
