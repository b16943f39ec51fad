import type { GraphEdge } from '@vigla/contract/graph';
import type { Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';

/** How much of some calls the mesh encrypts, weighted by what flows; what nobody told is left out and said so. */
export function mtlsText(edges: readonly GraphEdge[], t: Words, f: Format): string {
  const told = edges.filter(({ mtlsRatio }) => mtlsRatio !== null);
  if (told.length === 0) return t('graph.mtls.unknown');
  const weight = ({ traffic }: GraphEdge): number => traffic.requestsPerSecond ?? traffic.bytesPerSecond ?? 1;
  const whole = told.reduce((sum, edge) => sum + weight(edge), 0);
  const share = whole > 0 ? told.reduce((sum, edge) => sum + (edge.mtlsRatio ?? 0) * weight(edge), 0) / whole : (told[0]?.mtlsRatio ?? 0);
  return t('graph.mtls.share', { share: f.share(Math.min(1, share)) });
}
