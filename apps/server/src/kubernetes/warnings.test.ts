import { expect, it } from 'vitest';
import { warningsOf } from './warnings.ts';

it.each<[because: string, header: string | string[] | undefined, texts: string[]]>([
  ['there is none', undefined, []],
  ['there is one', '299 - "route 1 is never reached"', ['route 1 is never reached']],
  ['quotes and commas are part of it', '299 - "host \\"a, b\\" is unknown"', ['host "a, b" is unknown']],
  ['two share a header', '299 - "one", 299 - "two"', ['one', 'two']],
  ['they come in two headers', ['299 - "one"', '299 - "two"'], ['one', 'two']],
  ['it is no warning', 'nonsense "quoted"', []],
])('reads warnings when %s', (_, header, texts) => {
  expect(warningsOf(header)).toEqual(texts);
});
