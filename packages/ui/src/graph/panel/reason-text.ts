import type { HealthReason } from '@vigla/contract/health';
import type { Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';

/** Why something has its health, as a sentence. */
export function reasonText(reason: HealthReason, t: Words, f: Format): string {
  switch (reason.kind) {
    case 'errors':
      return reason.total < 10
        ? t('graph.reason.fewErrors', {
            failed: Math.max(1, Math.round(reason.failed)),
            total: Math.round(reason.total),
            codes: reason.codes,
          })
        : t('graph.reason.errors', { share: f.share(reason.errorRatio), codes: reason.codes });
    case 'pods':
      return t('graph.reason.pods', { ready: reason.ready, desired: reason.desired });
    case 'no_sidecar':
      return t('graph.reason.noSidecar');
    case 'outside':
      return t('graph.reason.outside');
    case 'no_traffic':
      return t('graph.reason.noTraffic');
    case 'source_missing':
      return t('graph.reason.sourceMissing', { source: reason.source });
    default:
      return reason satisfies never;
  }
}

const knownFlags = ['DC', 'DPE', 'FI', 'LH', 'NC', 'NR', 'RL', 'UAEX', 'UC', 'UF', 'UH', 'UO', 'UPE', 'URX', 'UT'] as const;

/** What Envoy's response flags mean, where they are known: "UO: refused because a connection limit was reached". */
export function flagTexts(flags: string, t: Words): readonly string[] {
  return flags.split(',').flatMap((flag) => {
    const known = knownFlags.find((one) => one === flag.trim());
    return known ? [t('graph.flag', { flag: known, meaning: t(`graph.flag.${known}`) })] : [];
  });
}
