import type { TrafficGraph } from '@vigla/contract/graph';
import { completeFind } from '@vigla/domain/find';
import { type Field, presets } from './presets.ts';

/** Something that can be put into the field. `text` is what the whole field says then. */
export type FieldOffer =
  | {
      readonly kind: 'preset';
      readonly key: string;
      readonly name: (typeof presets)[Field][number]['name'];
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
export function offersFor(field: Field, graph: Asked, text: string, cursor: number): readonly FieldOffer[] {
  const { from, to, offers } = completeFind(graph, text, cursor);
  const words = offers.map(({ kind, text: word }): FieldOffer => {
    const gap = word.endsWith(':') ? '' : ' ';
    const before = `${text.slice(0, from)}${word}${gap}`;
    return { kind, key: `${kind}:${word}`, word, text: before + text.slice(to).trimStart(), cursor: before.length };
  });
  if (text.trim() !== '') return words;
  return [
    ...presets[field].map(
      (preset): FieldOffer => ({
        kind: 'preset',
        key: `preset:${preset.name}`,
        name: preset.name,
        text: preset.text,
        cursor: preset.text.length,
      }),
    ),
    ...words,
  ];
}
