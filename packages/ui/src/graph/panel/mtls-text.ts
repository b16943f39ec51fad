import type { GraphEdge } from '@vigla/contract/graph';
import type { Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';

/** Which lock stands for a share of encrypted traffic. */
export const lockOf = (mtlsRatio: number | null): 'open' | 'closed' | 'unknown' =>
  mtlsRatio === null ? 'unknown' : mtlsRatio >= 1 ? 'closed' : 'open';

/** How much of some calls the mesh encrypts, weighted by what flows; what nobody told is left out and said so. */
export function mtlsText(edges: readonly GraphEdge[], t: Words, f: Pick<Format, 'share'>): string {
  const told = edges.filter(({ mtlsRatio }) => mtlsRatio !== null);
  if (told.length === 0) return t('graph.mtls.unknown');
  const weight = ({ traffic }: GraphEdge): number => traffic.requestsPerSecond ?? traffic.bytesPerSecond ?? 1;
  const whole = told.reduce((sum, edge) => sum + weight(edge), 0);
  const share = whole > 0 ? told.reduce((sum, edge) => sum + (edge.mtlsRatio ?? 0) * weight(edge), 0) / whole : (told[0]?.mtlsRatio ?? 0);
  return share === 0 ? t('graph.mtls.plain') : t('graph.mtls.share', { share: f.share(Math.min(1, share)) });
}

/** What a table's cell says of one call, where the column's head says "mTLS": how much of it is encrypted, or how much is not. */
export function mtlsCell(mtlsRatio: number | null, t: Words, f: Pick<Format, 'share'>): string {
  if (mtlsRatio === null) return f.share(null);
  if (mtlsRatio >= 1) return f.share(1);
  return mtlsRatio <= 0 ? t('graph.label.plainText') : t('graph.label.partlyPlainText', { share: f.share(1 - mtlsRatio) });
}
