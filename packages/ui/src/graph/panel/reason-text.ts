import type { HealthReason } from '@vigla/contract/health';
import type { Words } from '../../words/index.ts';

/** Why something has its health where no request failed, as a sentence. */
export function reasonText(reason: Exclude<HealthReason, { kind: 'errors' }>, t: Words): string {
  switch (reason.kind) {
    case 'pods':
      return t('graph.reason.pods', { ready: reason.ready, desired: reason.desired });
    case 'no_sidecar':
      return t('graph.reason.noSidecar');
    case 'outside':
      return t('graph.reason.outside');
    case 'no_traffic':
      return t('graph.reason.noTraffic');
    case 'source_missing':
      return t('graph.reason.sourceMissing', { source: sourceText(reason.source, t) });
    default:
      return reason satisfies never;
  }
}

const sources = ['prometheus', 'tracing', 'kubernetes'] as const;

const sourceText = (source: string, t: Words): string => {
  const known = sources.find((one) => one === source);
  return known ? t(`data.source.${known}`) : source;
};
