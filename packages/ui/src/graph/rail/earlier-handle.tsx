import type { TrafficHistory } from '@vigla/contract/graph';
import { clockText } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { onRailKey } from './rail-keys.ts';
import { type RailSpan, shareOf } from './rail-scale.ts';

interface EarlierHandleProps {
  /** End of the earlier window. Units: epoch seconds, like `latest`, which it stays before. */
  readonly at: number;
  readonly latest: number;
  readonly windowSeconds: number;
  readonly history: Pick<TrafficHistory, 'from' | 'to' | 'stepSeconds'>;
  readonly onVersus?: (versus: number) => void;
}

/** The second handle of the rail, and the window it ends: what the picture is compared with. */
export function EarlierHandle({ at, latest, windowSeconds, history, onVersus }: EarlierHandleProps) {
  const t = useWords();
  const language = useLanguage();
  const span: RailSpan = { from: history.from, to: history.to };
  const share = shareOf(at, span);
  const text = clockText(at, { now: history.to, language });
  const go = (instant: number | null): void => {
    if (instant !== null && instant < latest) onVersus?.(instant);
  };
  // What is long before the rail's beginning is told in the masthead; a handle at its edge would say a wrong time.
  if (at < span.from) return null;
  return (
    <>
      <div
        className="vigla-graph-rail__veil vigla-graph-rail__veil--earlier"
        style={{ insetInlineStart: `${shareOf(at - windowSeconds, span) * 100}%`, insetInlineEnd: `${(1 - share) * 100}%` }}
      />
      <div
        className={`vigla-graph-rail__handle vigla-graph-rail__handle--earlier${share > 0.5 ? ' vigla-graph-rail__handle--late' : ''}`}
        style={{ insetInlineStart: `${share * 100}%` }}
        data-earlier
        role="slider"
        tabIndex={0}
        aria-label={t('compare.handle')}
        aria-valuemin={span.from}
        aria-valuemax={Math.min(span.to, latest)}
        aria-valuenow={at}
        aria-valuetext={text}
        onKeyDown={(event) => onRailKey(event, { shown: at, step: history.stepSeconds, span, onAt: go })}
      >
        <span>{text}</span>
      </div>
    </>
  );
}
