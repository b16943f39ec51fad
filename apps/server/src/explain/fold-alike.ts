import type { RootCause } from '@vigla/contract/explain';

/** One cause shows at many calls: they are one line, at the call where it does most harm. Order: as they come, the scores added up. */
export function foldAlike(roots: readonly RootCause[]): readonly RootCause[] {
  const folded = new Map<string, RootCause>();
  for (const root of roots) {
    const key = keyOf(root);
    const first = folded.get(key);
    folded.set(
      key,
      first
        ? {
            ...first,
            score: Math.min(1, first.score + root.score),
            since: earlier(first.since, root.since),
            alike: [...first.alike, root.element],
            consequences: [...new Set([...first.consequences, ...root.consequences])],
          }
        : root,
    );
  }
  return [...folded.values()].sort((a, b) => b.score - a.score);
}

function keyOf({ element, verdict, cause }: RootCause): string {
  if (cause?.kind === 'object') return JSON.stringify([verdict.kind, cause.object, cause.field]);
  return cause?.kind === 'element' ? JSON.stringify([verdict.kind, cause.element]) : element;
}

const earlier = (a: RootCause['since'], b: RootCause['since']): RootCause['since'] => (a === null || b === null ? (a ?? b) : a < b ? a : b);
