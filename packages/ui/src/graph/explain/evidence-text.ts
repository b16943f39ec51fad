import type { Evidence, Explanation, SourcedEvidence } from '@vigla/contract/explain';
import { rateNumber } from '../../format/index.ts';
import type { WordKey } from '../../words/index.ts';
import { flagMeaning } from '../panel/flag-text.ts';
import { type ExplainVoice, objectText } from './voice.ts';

/** One piece of evidence: what it is, in bold, and the rest of it. */
export interface EvidenceText {
  readonly title: string;
  readonly text: string;
  readonly source: string;
}

interface Context {
  readonly explanation: Explanation;
  readonly voice: ExplainVoice;
}

type Of<K extends Evidence['kind']> = Extract<Evidence, { kind: K }>;
type Values = Readonly<Record<string, string | number>>;
type Writers = { readonly [K in Evidence['kind']]: (fact: Of<K>, context: Context) => Values };

/** Puts a fact into words. */
export function evidenceText({ fact, source }: SourcedEvidence, context: Context): EvidenceText {
  const { t } = context.voice;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each writer is kept under the kind of its facts
  const write = writers[fact.kind] as (one: Evidence, context: Context) => Values;
  const values = { name: calledName(context), ...write(fact, context) };
  return {
    title: t(`explain.evidence.${fact.kind}.title`, values),
    text: t(variantOf(fact), values),
    source: fact.kind === 'queue' ? modelText(fact, context) : t(`explain.source.${source}`, { model: '' }),
  };
}

/** Some facts are put more shortly where they are plain. */
function variantOf(fact: Evidence): WordKey {
  if (fact.kind === 'never_arrived' && fact.goodPerSecond >= fact.receivedPerSecond * 0.999) return 'explain.evidence.never_arrived.all';
  return `explain.evidence.${fact.kind}`;
}

const calledName = ({ explanation: { ends }, voice }: Context): string => (ends ? voice.names.end(ends.to) : '');
const callerName = ({ explanation: { ends }, voice }: Context): string => (ends ? voice.names.short(ends.from) : '');

function modelText({ model }: Of<'queue'>, { voice: { t } }: Context): string {
  const [servers = 0, places = 0] = /(\d+)\/(\d+)$/.exec(model)?.slice(1).map(Number) ?? [];
  return t('explain.model.waiting', { model: `M/M/${servers}`, count: Math.max(0, places - servers) });
}

function meaning(flag: string, { voice: { t } }: Context): string {
  if (flag === '-') return t('explain.noFlag');
  return t('explain.flag', { flag, meaning: flagMeaning(flag, t) ?? flag });
}

const object = (fact: { readonly object: Of<'policy'>['object'] }, { voice }: Context): string => objectText(fact.object, voice.t);

/** The limits that are set, by the names of their fields. */
function limitsText({ maxConnections, maxPending, maxRequests }: Of<'connection_limit'>, { voice: { f } }: Context): string {
  const set = Object.entries({ maxConnections, http1MaxPendingRequests: maxPending, http2MaxRequests: maxRequests });
  return set.flatMap(([name, limit]) => (limit === null ? [] : [`${name} ${f.count(limit)}`])).join(', ');
}

function withinText(ms: number | null, { voice: { t, f } }: Context): string {
  if (ms === null) return '';
  return ms < 1 ? t('explain.within.moment') : t('explain.within', { time: f.duration(ms) });
}

const answered = (fact: { readonly perSecond: number; readonly code: string; readonly flag: string }, context: Context): Values => ({
  rate: context.voice.f.rate(fact.perSecond),
  code: fact.code,
  meaning: meaning(fact.flag, context),
});

const writers: Writers = {
  caller_proxy_answered: (fact, context) => ({
    ...answered(fact, context),
    name: callerName(context),
    count: fact.proxies ?? 0,
    within: withinText(fact.withinMs, context),
  }),
  never_arrived: (fact, { voice: { f } }) => ({
    received: f.rate(fact.receivedPerSecond),
    good: f.rate(fact.goodPerSecond),
    missing: f.rate(fact.missingPerSecond),
    codes: fact.codes,
  }),
  nobody_received: () => ({}),
  called_proxy_answered: answered,
  app_answered: (fact, { voice: { f } }) => ({ rate: f.rate(fact.perSecond), share: f.share(fact.share), code: fact.code }),
  connection_broke: answered,
  connection_limit: (fact, context) => ({
    object: object(fact, context),
    part: fact.subset === null ? '' : context.voice.t('explain.rule.subset', { subset: fact.subset }),
    limits: limitsText(fact, context),
  }),
  queue: (fact, { voice: { f } }) => ({
    perPod: f.rate(fact.perPodPerSecond),
    hold: f.duration(fact.holdMs),
    busy: rateNumber(fact.busy),
    expected: f.share(fact.expectedShare),
    measured: f.share(fact.measuredShare),
  }),
  outlier_rule: (fact, context) => ({
    object: object(fact, context),
    consecutive: fact.consecutive,
    span: context.voice.f.duration(fact.ejectionMs),
    percent: context.voice.f.percent(fact.maxPercent),
  }),
  pods: (fact) => ({ ready: fact.ready, desired: fact.desired }),
  subset_missing: (fact, context) => ({
    object: object(fact, context),
    subset: fact.subset,
    host: fact.host,
    share: context.voice.f.share(fact.share),
  }),
  host_missing: (fact, context) => ({ object: object(fact, context), host: fact.host }),
  host_not_registered: (fact, context) => ({
    host: fact.host,
    nearest:
      fact.nearest === null
        ? context.voice.t('explain.nearest.none')
        : context.voice.t('explain.nearest', { object: object(fact, context), nearest: fact.nearest }),
  }),
  fault_rule: (fact, context) => ({
    object: object(fact, context),
    abortShare: context.voice.f.share(fact.abortShare),
    code: fact.abortCode,
    delayShare: context.voice.f.share(fact.delayShare),
    delay: context.voice.f.duration(fact.delayMs),
  }),
  rate_limit: (fact, context) => ({
    object: object(fact, context),
    tokens: fact.tokens,
    span: context.voice.f.duration(fact.fillMs),
    perPod: context.voice.f.rate(fact.perPodPerSecond),
  }),
  policy: (fact, context) => ({ object: object(fact, context), reason: policyText(fact, context) }),
  timeout_rule: (fact, context) => ({ object: object(fact, context), time: context.voice.f.duration(fact.timeoutMs) }),
  slow_callee: (fact, { voice: { t, f } }) => ({
    time: f.duration(fact.averageMs),
    before: fact.beforeMs === null ? t('explain.before.none') : t('explain.before.time', { time: f.duration(fact.beforeMs) }),
  }),
  waits_for: (fact, { voice: { t, f, names } }) => ({
    other: names.of(fact.element),
    how: fact.averageMs === null ? t('explain.waits.tcp') : t('explain.waits.measured', { time: f.duration(fact.averageMs) }),
  }),
  retry_rule: (fact, context) => ({
    object: fact.object ? object(fact, context) : context.voice.t('explain.rule.own'),
    count: fact.attempts,
  }),
  amplified: (fact, { voice: { f } }) => ({
    factor: rateNumber(fact.factor),
    sent: f.rate(fact.sentPerSecond),
    received: f.rate(fact.receivedPerSecond),
  }),
  handshake: (fact, context) => ({ object: object(fact, context), client: fact.client, server: fact.server }),
  callee_call_fails: (fact, { voice: { f, names } }) => ({
    other: names.of(fact.name),
    rate: f.rate(fact.perSecond),
    share: f.share(fact.failedShare),
    part: f.share(fact.share),
  }),
  siblings_well: (fact, { voice: { f, names } }) => ({
    names: fact.names.map((name) => names.of(name)).join(', '),
    rate: f.rate(fact.perSecond),
    share: f.share(fact.share),
  }),
  unsidecared: (fact, { voice: { t, names } }) => ({
    name: names.of(`${fact.namespace}/${fact.name}`),
    injects: t(fact.injects ? 'explain.injects.yes' : 'explain.injects.no'),
  }),
  plain_text: (fact, { voice: { f } }) => ({ share: f.share(fact.share) }),
  began: (fact, { voice: { f } }) => ({ instant: f.instant(fact.at), span: f.span(fact.stepSeconds), share: f.share(fact.beforeShare) }),
  all_well: (fact, { voice: { t, f } }) => ({
    rate: f.rate(fact.perSecond),
    sides: t(fact.bothSay ? 'explain.sides.both' : 'explain.sides.one'),
  }),
};

function policyText({ reason, missing }: Of<'policy'>, { voice: { t } }: Context): string {
  if (missing.length > 0) return t('explain.policy.unknown', { missing: missing.join(', ') });
  if (reason === 'no_allow_rule' || reason === 'deny_rule' || reason === 'bad_provider' || reason === 'custom_rule')
    return t(`explain.policy.${reason}`);
  return t('explain.policy.other', { reason });
}
