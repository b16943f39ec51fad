import type { TrafficGraph } from '@vigla/contract/graph';
import { useFormat } from '@vigla/ui/format';
import { enteringEdges } from '@vigla/ui/graph';
import { Sign } from '@vigla/ui/signs';
import { useWords } from '@vigla/ui/words';

/** The foot of the wall: what the moving dots mean, and how much enters the mesh. */
export function Strip({ graph, demo }: { readonly graph: TrafficGraph; readonly demo: boolean }) {
  const t = useWords();
  const { rate } = useFormat();
  return (
    <footer className="vigla-wall__strip">
      <span>{t('wall.legend')}</span>
      <span>
        <Sign kind="failing" /> {t('wall.failed')}
      </span>
      <strong>{t('wall.entering', { rate: rate(entering(graph)) })}</strong>
      {demo && <span className="vigla-wall__demo">{t('wall.simulated')}</span>}
    </footer>
  );
}

/** Requests that enter the mesh; null when none was measured. Units: per second. */
function entering(graph: TrafficGraph): number | null {
  const rates = enteringEdges(graph).flatMap(({ traffic }) => traffic.requestsPerSecond ?? []);
  return rates.length === 0 ? null : rates.reduce((sum, one) => sum + one, 0);
}
