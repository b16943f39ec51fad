import type { GraphEdge } from '@vigla/contract/graph';

/** Requests that ended with one code, told apart by flags or by the host they asked for. */
export interface EndingGroup {
  readonly code: string;
  readonly parts: readonly { readonly name: string; readonly flags: readonly string[]; readonly share: number }[];
}

type Endings = Pick<GraphEdge, 'endings' | 'hosts'>;

/** How requests ended, by code and flag. `share`: of all requests of the call, 0..1. */
export const byFlags = (edge: Endings): readonly EndingGroup[] => grouped(edge, ({ flags }) => flags);

/**
 * How requests ended, by code and the host they asked for, with the flags that occurred (GRF-60). An ending that names no host
 * asked for the only one there is; where there are several, it is not known which: the name is empty.
 */
export function byHosts(edge: Endings): readonly EndingGroup[] {
  const [only, ...others] = edge.hosts;
  const known = only !== undefined && others.length === 0 ? only : '';
  return grouped(edge, ({ host }) => host ?? known);
}

function grouped({ endings }: Endings, nameOf: (ending: GraphEdge['endings'][number]) => string): readonly EndingGroup[] {
  const total = endings.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0);
  if (total === 0) return [];
  const share = (some: Endings['endings']): number => some.reduce((sum, { requestsPerSecond }) => sum + requestsPerSecond, 0) / total;
  return [...Map.groupBy(endings, ({ code }) => code)]
    .map(([code, some]) => ({
      code,
      parts: [...Map.groupBy(some, nameOf)]
        .map(([name, alike]) => ({
          name,
          flags: [...new Set(alike.flatMap(({ flags }) => (flags === '-' || flags === '' ? [] : flags.split(','))))],
          share: share(alike),
        }))
        .sort((a, b) => b.share - a.share),
    }))
    .sort((a, b) => sumOf(b) - sumOf(a));
}

const sumOf = ({ parts }: EndingGroup): number => parts.reduce((sum, { share }) => sum + share, 0);
