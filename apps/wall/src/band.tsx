import type { TrafficGraph } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import type { SourceName } from '@vigla/contract/problem';
import { useFormat } from '@vigla/ui/format';
import { Sign } from '@vigla/ui/signs';
import { useWords } from '@vigla/ui/words';
import type { BandState } from './band-state.ts';

export interface BandProps {
  readonly graph: TrafficGraph;
  readonly state: BandState;
  /** Sources that do not answer at the moment. */
  readonly silent: readonly SourceName[];
  readonly now: number;
}

const signOf: Record<BandState['kind'], Health> = {
  healthy: 'healthy',
  degraded: 'degraded',
  failing: 'failing',
  partial: 'unknown',
  no_traffic: 'idle',
  old: 'unknown',
};

/** The line that answers from across the room: state, what is worst, and whether the picture is live. */
export function Band({ graph, state, silent, now }: BandProps) {
  const t = useWords();
  const word = useStateWord(state);
  // The stylesheet makes the word as large as one line allows.
  const width: Record<`--${string}`, number> = { '--vigla-wall-ems': emsOf(word) };
  return (
    <header className="vigla-wall__band" role="status">
      <span className="vigla-wall__sign">
        <Sign kind={signOf[state.kind]} />
      </span>
      <div className="vigla-wall__words">
        <h1 style={width}>{word}</h1>
        <p>
          <SecondLine graph={graph} state={state} />
          {silent.map((name) => (
            <strong key={name}> · {t('wall.silent', { source: t(`data.source.${name}`) })}</strong>
          ))}
        </p>
      </div>
      <Freshness graph={graph} state={state} now={now} />
    </header>
  );
}

/** How wide a bold text is at most, as a multiple of its size: capitals are wider than the rest. */
const emsOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + (letter === letter.toLowerCase() ? 0.58 : 0.76), 0.2);

function useStateWord(state: BandState): string {
  const t = useWords();
  const { age } = useFormat();
  const word = (): string => {
    if (state.kind === 'old') return t('wall.state.old', { age: age(state.ageSeconds ?? 0) });
    if (state.kind === 'failing' && state.count === 1 && state.worst) return t('wall.state.failing.named', { name: nameOf(state.worst) });
    if (state.kind === 'degraded') return t('wall.state.degraded', { count: state.count });
    if (state.kind === 'failing') return t('wall.state.failing', { count: state.count });
    return t(`wall.state.${state.kind}`);
  };
  return state.late && state.kind !== 'old' ? t('wall.was', { state: word() }) : word();
}

function SecondLine({ graph, state }: Pick<BandProps, 'graph' | 'state'>) {
  const t = useWords();
  const { share, time } = useFormat();
  const { worst } = state;
  if (state.kind === 'old') return <>{t('wall.old', { instant: time(graph.newestSampleAt ?? graph.at) })}</>;
  if (state.late) return <>{t('wall.as_of', { instant: time(graph.newestSampleAt ?? graph.at) })}</>;
  if (!worst)
    return <>{t('wall.elements', { count: graph.nodes.filter(({ kind }) => kind !== 'outside' && kind !== 'restricted').length })}</>;
  const name = [worst.namespace, nameOf(worst)].filter(Boolean).join('/');
  if (worst.errorRatio === null) return <>{t('wall.worst.unmeasured', { name })}</>;
  return <>{t('wall.worst', { name, share: share(worst.errorRatio) })}</>;
}

const nameOf = ({ name }: NonNullable<BandState['worst']>): string => name;

function Freshness({ graph, state, now }: Pick<BandProps, 'graph' | 'state' | 'now'>) {
  const t = useWords();
  const { age, time } = useFormat();
  const utc = new Date(now * 1000).toISOString().slice(11, 16);
  return (
    <div className="vigla-wall__freshness">
      <strong className="vigla-wall__live">
        {state.ageSeconds === null ? t('wall.no_data') : t(state.late ? 'wall.late' : 'wall.live', { age: age(state.ageSeconds) })}
      </strong>
      <span>{graph.newestSampleAt === null ? '' : t('wall.data', { time: time(graph.newestSampleAt) })}</span>
      <span>{t('wall.clock', { utc, local: time(now).slice(0, 5) })}</span>
    </div>
  );
}
