import { describe, expect, it } from 'vitest';
import { jsonLines, LineTooLong } from './json-lines.ts';

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let start = 0;
  for (const end of [...ends, bytes.length]) {
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function readAll(text: string, cuts: readonly number[] = [], most = 1000): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of jsonLines(pieces(Buffer.from(text), cuts), most)) values.push(value);
  return values;
}

describe('the lines of a watch', () => {
  it('are the same wherever the network cuts them, in the middle of a character too', async () => {
    const sent = [{ name: 'ein Gruß' }, { name: '服务' }, { name: '🛰️ "quoted"\n' }];
    const text = sent.map((value) => `${JSON.stringify(value)}\n`).join('');
    for (let cut = 0; cut <= Buffer.byteLength(text); cut += 1) {
      expect(await readAll(text, [cut, cut * 2, cut + 1])).toEqual(sent);
    }
  });

  it('leave out what was cut off at the end', async () => {
    expect(await readAll('{"a":1}\n\n{"b":')).toEqual([{ a: 1 }]);
  });

  it('are refused when one has no end', async () => {
    await expect(readAll(`{"a":"${'x'.repeat(500)}`, [100, 200, 300], 250)).rejects.toBeInstanceOf(LineTooLong);
  });

  it('are refused when they are not JSON', async () => {
    await expect(readAll('<html>\n')).rejects.toBeInstanceOf(SyntaxError);
  });
});
