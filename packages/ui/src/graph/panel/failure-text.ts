import type { GraphEdge, NodeKind, Traffic } from '@vigla/contract/graph';
import type { Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';
import type { TrafficSum } from '../drawing/traffic-sum.ts';
import { type FailureCause, failureCauses } from './failure-causes.ts';
import { flagMeaning } from './flag-text.ts';
import { grpcStatus } from './grpc-status.ts';

/** Whose words and whose numbers. */
export interface Voice {
  readonly t: Words;
  readonly f: Pick<Format, 'share'>;
}

/** A percentage of fewer requests than this says more than was measured. */
const fewRequests = 10;
const mostCauses = 3;

/**
 * How many of some requests fail, as a sentence; counts instead of a percentage where there were few.
 * `codes` names how, where others failed too; `since` when it began. Null where none failed.
 */
export function failureHeadline(
  { requests, failed, errorRatio }: Pick<TrafficSum, 'requests' | 'failed' | 'errorRatio'>,
  { t, f }: Voice,
  codes?: string,
  since?: string,
): string | null {
  if (!errorRatio) return null;
  const count = Math.round(requests ?? Number.POSITIVE_INFINITY);
  if (failed === null || count >= fewRequests || count < 1) {
    const share = f.share(errorRatio);
    if (since !== undefined) {
      const words = { share, time: since };
      return codes ? t('panel.why.shareWithSince', { ...words, codes }) : t('panel.why.shareSince', words);
    }
    return codes ? t('graph.why.shareWith', { share, codes }) : t('graph.why.share', { share });
  }
  const some = { failed: Math.min(count, Math.max(1, Math.round(failed))), count };
  return codes ? t('graph.why.fewWith', { ...some, codes }) : t('graph.why.few', some);
}

/** The failed requests of a call in a table's cell; counts instead of a percentage where there were few. */
export function errorCell({ protocol, requests, failed, errorRatio }: Traffic, t: Words, f: Voice['f']): string {
  const count = Math.round(requests ?? Number.POSITIVE_INFINITY);
  if (protocol === 'tcp') return '—';
  if (!errorRatio || failed === null || count >= fewRequests || count < 1) return f.share(errorRatio);
  return t('graph.label.someFailed', { failed: Math.min(count, Math.max(1, Math.round(failed))), requests: count });
}

/** What was called, as the sentences name it. */
interface Called {
  readonly name: string;
  readonly kind: NodeKind;
}

/** What the failed requests of some calls are: one sentence for each way in which they failed, most frequent first. */
export function failureSentences(
  edges: readonly GraphEdge[],
  called: Called,
  voice: Voice,
  codes?: ReadonlySet<string>,
): readonly string[] {
  const { t, f } = voice;
  const causes = failureCauses(edges, codes);
  const told = causes.slice(0, mostCauses);
  const rest = causes.slice(mostCauses).reduce((sum, { share }) => sum + share, 0);
  const sentences = told.map((cause) => {
    const what = whatText(cause, called, t);
    const amount = causes.length === 1 ? t('graph.why.all', { what }) : t('graph.why.some', { share: f.share(cause.share), what });
    const place = placeOf(cause, called);
    return place ? `${amount} ${t(place, { to: called.name })}` : amount;
  });
  return rest > 0 ? [...sentences, t('graph.why.others', { share: f.share(rest) })] : sentences;
}

function whatText({ code, isGrpc, flags, teller, neverArrived }: FailureCause, { name, kind }: Called, t: Words): string {
  const status = code === '-' ? t('graph.why.noAnswer') : isGrpc ? grpcStatus(code) : code;
  if (flags.length > 0) {
    const meanings = flags.map((flag) => {
      const meaning = flagMeaning(flag, t);
      return meaning ? t('graph.why.meaning', { meaning, flag }) : t('graph.why.unknownFlag', { flag });
    });
    return t('graph.why.flagged', { code: status, meaning: meanings.join(', ') });
  }
  const words = { code: status, to: name };
  if (code === '-') return status;
  if (neverArrived) return t('graph.why.onTheWay', words);
  if (kind === 'gateway' || kind === 'waypoint') return t('graph.why.passedOn', words);
  if (kind === 'external' || kind === 'outside') return t('graph.why.itself', words);
  // A policy of the mesh refuses with the same codes and sets no flag.
  if (code === '401' || code === '403') return t('graph.why.refused', words);
  return t(teller === 'source' ? 'graph.why.unconfirmed' : 'graph.why.own', words);
}

/** Flags that a called side's proxy sets when its own application is the one that fails. */
const behindItsProxy: ReadonlySet<string> = new Set(['UC', 'UF', 'UO', 'UPE', 'UR', 'UT']);

function placeOf({ flags, teller, neverArrived }: FailureCause, { kind }: Called) {
  if (flags.length === 0) return null;
  if (neverArrived) return 'graph.why.neverReached';
  const own = teller === 'destination' && kind !== 'gateway' && kind !== 'waypoint';
  return own && flags.some((flag) => behindItsProxy.has(flag)) ? 'graph.why.behind' : null;
}
