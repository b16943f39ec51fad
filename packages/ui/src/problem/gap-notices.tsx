import './notice.css';
import type { Gap, SourceName } from '@vigla/contract/problem';
import { Button } from '@patternfly/react-core';
import { Sign } from '../signs/index.ts';
import { useLanguage, useWords } from '../words/index.ts';

export interface GapNoticesProps {
  readonly gaps: readonly Gap[];
  readonly onRetry?: (() => void) | undefined;
}

/** Stand where parts of an answer are missing and name them, once for each source; the rest of the view goes on. */
export function GapNotices({ gaps, onRetry }: GapNoticesProps) {
  const t = useWords();
  const language = useLanguage();
  return bySource(gaps).map(([source, of]) => {
    const [first] = of;
    const lacks = new Intl.ListFormat(language).format([...new Set(of.map((gap) => t(`problem.lack.${gap.lacks}`)))]);
    return (
      first && (
        <div key={source} className="vigla-gap" role="status">
          <Sign kind="unknown" />
          <span>
            {of.length === 1
              ? t(`problem.gap.${first.lacks}`, { detail: first.detail })
              : t('problem.gap.several', { lacks: lacks.charAt(0).toLocaleUpperCase(language) + lacks.slice(1), detail: first.detail })}
          </span>
          {onRetry && (
            <Button variant="link" isInline onClick={onRetry}>
              {t('problem.try_again')}
            </Button>
          )}
        </div>
      )
    );
  });
}

const bySource = (gaps: readonly Gap[]): readonly (readonly [SourceName, readonly Gap[]])[] => [
  ...Map.groupBy(gaps, ({ source }) => source),
];
