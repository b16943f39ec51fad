import type { Gather, Gathered } from '@vigla/contract/graph';
import type { Words } from '../../words/index.ts';

/** The part of `label:team` or `namespace:team` behind the colon; null where there is none. */
const labelIn = (by: Gather): string | null => (by.includes(':') ? by.slice(by.indexOf(':') + 1) : null);

/** By what a graph was gathered, in few words: "Namespace, in team". */
export function gatheredText({ by }: Pick<Gathered, 'by'>, words: Words): string {
  const name = labelIn(by);
  if (name !== null) return words(by.startsWith('label:') ? 'gather.by.label' : 'gather.by.within', { name });
  return words(by === 'app' || by === 'cluster' ? `gather.by.${by}` : 'gather.by.namespace');
}

/** The name of a choice, and what it does. */
export function choiceText(choice: Gather, words: Words): { readonly name: string; readonly what: string } {
  const name = labelIn(choice);
  if (name === null) {
    const known = plainChoices.find((one) => one === choice) ?? 'auto';
    return { name: words(`gather.${known}`), what: words(`gather.${known}.what`) };
  }
  const key = choice.startsWith('label:') ? 'gather.label' : 'gather.within';
  return { name: words(key, { name }), what: words(`${key}.what`) };
}

/** Choices that every mesh has. */
export const plainChoices = ['auto', 'none', 'namespace', 'app', 'cluster'] as const;

/** All choices of a mesh with these labels; one that a link made stays among them. */
export function choicesOf(labels: readonly string[], chosen: Gather): readonly Gather[] {
  const all = [...plainChoices, ...labels.flatMap((label) => [`namespace:${label}`, `label:${label}`])];
  return all.includes(chosen) ? all : [...all, chosen];
}
