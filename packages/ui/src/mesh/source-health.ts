import type { Health } from '@vigla/contract/health';
import type { SourceState } from '@vigla/contract/mesh';

/** The sign of one source. What nobody asked yet is not known; what is not set up is no trouble. */
export const sourceHealth = ({ state }: SourceState): Health =>
  (({ ok: 'healthy', failing: 'failing', not_asked_yet: 'unknown', not_configured: 'idle' }) as const)[state];

/** The sign of all sources: the graph lives on Prometheus, so that one weighs more. */
export function sourcesHealth(sources: readonly SourceState[]): 'healthy' | 'degraded' | 'failing' | 'unknown' {
  const failing = sources.filter(({ state }) => state === 'failing');
  if (failing.some(({ name }) => name === 'prometheus')) return 'failing';
  if (failing.length > 0) return 'degraded';
  return sources.some(({ state }) => state === 'ok') ? 'healthy' : 'unknown';
}
