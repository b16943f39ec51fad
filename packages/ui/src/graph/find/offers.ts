import type { TrafficGraph } from '@vigla/contract/graph';
import { completeFind } from '@vigla/domain/find';
import type { NamedPreset } from './presets.ts';

/** Something that can be put into the field. `text` is what the whole field says then. */
export type FieldOffer =
  | {
      readonly kind: 'preset';
      readonly key: string;
      readonly name: string;
      readonly text: string;
      readonly cursor: number;
    }
  | {
      readonly kind: 'operand' | 'operator' | 'value' | 'unit' | 'joint';
      readonly key: string;
      readonly word: string;
      readonly text: string;
      readonly cursor: number;
    };

type Asked = Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>;

/** What could be typed next. An empty field offers what is asked again and again first. */
export function offersFor(presets: readonly NamedPreset[], graph: Asked, text: string, cursor: number): readonly FieldOffer[] {
  const { from, to, offers } = completeFind(graph, text, cursor);
  const words = offers.map(({ kind, text: word }): FieldOffer => {
    const gap = word.endsWith(':') ? '' : ' ';
    const before = `${text.slice(0, from)}${word}${gap}`;
    return { kind, key: `${kind}:${word}`, word, text: before + text.slice(to).trimStart(), cursor: before.length };
  });
  if (text.trim() !== '') return words;
  return [
    ...presets.map(
      ({ name, text: asked }, index): FieldOffer => ({ kind: 'preset', key: `preset:${index}`, name, text: asked, cursor: asked.length }),
    ),
    ...words,
  ];
}
