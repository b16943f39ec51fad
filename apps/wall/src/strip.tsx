import type { TrafficGraph } from '@vigla/contract/graph';
import { useFormat } from '@vigla/ui/format';
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

/** Requests that come from nowhere inside: sent by ends that nobody calls. Null when none was measured. */
function entering({ edges }: TrafficGraph): number | null {
  const called = new Set(edges.map(({ to }) => to));
  const rates = edges.filter(({ from }) => !called.has(from)).flatMap(({ traffic }) => traffic.requestsPerSecond ?? []);
  return rates.length === 0 ? null : rates.reduce((sum, one) => sum + one, 0);
}
