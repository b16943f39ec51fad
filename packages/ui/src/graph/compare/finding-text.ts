import type { Comparison, Consequence, Evidence, Finding, NearbyChange } from '@vigla/contract/compare';
import type { GraphNode, Traffic } from '@vigla/contract/graph';
import { changeText, type Format } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';
import type { Speech } from '../drawing/plate.ts';
import { titleText } from '../panel/title-text.ts';

/** Whose words, whose numbers, and what they are about. */
export interface Voice {
  readonly t: Words;
  readonly f: Format;
  readonly speech: Speech;
  readonly comparison: Comparison;
}

type Found = Pick<Finding, 'aspect' | 'change' | 'before' | 'after'>;

const nodeOf = ({ comparison }: Voice, id: string | undefined): GraphNode | undefined =>
  comparison.nodes.find(({ node }) => node.id === id)?.node;

/** An element of the graph by name: `checkout v12 → payments v2`. */
export function elementTitle(id: string, voice: Voice): string {
  const edge = voice.comparison.edges.find((one) => one.edge.id === id)?.edge;
  const name = (end: string): string => {
    const node = nodeOf(voice, end);
    return node ? titleText(node, voice.comparison.groupBy, voice.speech) : end;
  };
  return edge ? `${name(edge.from)} → ${name(edge.to)}` : name(id);
}

/** What a finding is about: a call, or a rollout as `search v3 → v4`. */
export function findingTitle({ edges, rollout }: Finding, voice: Voice): string {
  const [gone] = rollout?.gone ?? [];
  const node = nodeOf(voice, gone);
  if (!rollout || !node) return elementTitle(edges[0] ?? '', voice);
  return `${node.app ?? node.name} ${versions(rollout.gone, voice)} → ${versions(rollout.new, voice)}`;
}

const versions = (ids: readonly string[], voice: Voice): string =>
  ids.map((id) => nodeOf(voice, id)?.version ?? nodeOf(voice, id)?.name ?? id).join(', ');

/** Requests where they are counted, else bytes. */
const amount = (traffic: Traffic | null, f: Format): string =>
  traffic?.protocol === 'tcp' ? f.bytes(traffic.bytesPerSecond) : f.rate(traffic?.requestsPerSecond);

/** What differs, both values: the strong line. */
export function headline(found: Found & { readonly plainText?: number | null }, { t, f }: Pick<Voice, 't' | 'f'>): string {
  const { aspect, change, before, after } = found;
  if (aspect === 'errors') return t('compare.errors', { before: f.share(before?.errorRatio), after: f.share(after?.errorRatio) });
  if (aspect === 'time') return t('compare.time', { times: changeText(f.duration(before?.p95Ms), f.duration(after?.p95Ms)) });
  if (change === 'gone') return t('compare.goneCall', { amount: amount(before, f) });
  if (aspect === 'presence') return newText(after, found.plainText ?? null, { t, f });
  return changeText(amount(before, f), amount(after, f));
}

function newText(after: Traffic | null, plain: number | null, { t, f }: Pick<Voice, 't' | 'f'>): string {
  const fails = (after?.failed ?? 0) >= 3 ? [t('compare.errors.new', { share: f.share(after?.errorRatio) })] : [];
  const open = plain === null ? [] : [plain >= 1 ? t('compare.plainText') : t('compare.plainText.part', { share: f.share(plain) })];
  return [t('compare.newCall', { amount: amount(after, f) }), ...open, ...fails].join(', ');
}

/** What else there is to say of a finding, sentence by sentence. */
export function details(finding: Finding, voice: Voice): readonly string[] {
  const { t, f, comparison } = voice;
  const { change, seenAt, plainText } = finding;
  const edge = comparison.edges.find((one) => one.edge.id === finding.edges[0]);
  const caller = nodeOf(voice, edge?.edge.from);
  const isOutside = plainText !== null && (caller?.kind === 'outside' || caller?.inMesh === false);
  return [
    ...amounts(finding, voice),
    ...(seenAt === null ? [] : [t(change === 'gone' ? 'compare.lastSeen' : 'compare.firstSeen', { instant: f.instant(seenAt) })]),
    ...(isOutside ? [t('compare.notInMesh')] : []),
  ];
}

/** How many requests it is about. */
function amounts({ aspect, change, rollout, edges, before, after, affectedPerSecond }: Finding, voice: Voice): readonly string[] {
  const { t, f, comparison } = voice;
  if (rollout) {
    const rates = changeText(amount(before, f), amount(after, f));
    return [t('compare.rollout', { gone: versions(rollout.gone, voice), new: versions(rollout.new, voice), rates })];
  }
  if (aspect === 'errors') return [t(change === 'worse' ? 'compare.fail' : 'compare.recovered', { rate: f.rate(affectedPerSecond) })];
  if (aspect === 'time') return [t('compare.affects', { rate: amount(after, f) })];
  if (aspect !== 'encryption') return [];
  const edge = comparison.edges.find((one) => one.edge.id === edges[0]);
  const share = (ratio: number | null | undefined): string => f.share(typeof ratio === 'number' ? 1 - ratio : null);
  return [`${t('compare.encryption', { before: share(edge?.mtlsBefore), after: share(edge?.mtlsAfter) })}.`];
}

/** What a consequence is about: a call, or how many. */
export const consequenceTitle = ({ edges }: Consequence, voice: Voice): string =>
  edges.length === 1 ? elementTitle(edges[0] ?? '', voice) : voice.t('compare.more', { count: edges.length });

/** How much of a consequence there is: the strong line. */
export function consequenceHeadline(one: Consequence, voice: Voice): string {
  if (one.edges.length === 1) return headline(one, voice);
  const { t, f } = voice;
  const errors = one.worstErrorRatio === null ? null : t('compare.upTo.errors', { share: f.share(one.worstErrorRatio) });
  const fall = one.largestFall === null ? null : { share: f.percent(Math.round(one.largestFall * 100)) };
  if (errors !== null) return fall ? `${errors}, ${t('compare.upTo.fall', fall)}` : errors;
  if (fall) return t('compare.upTo.fallAlone', fall);
  if (one.aspect === 'time') return t(one.change === 'worse' ? 'compare.upTo.slower' : 'compare.upTo.quicker');
  return one.change === 'more' ? t('compare.upTo.more') : t(`compare.change.${one.change}`);
}

/** Which finding a consequence follows from, and where it lies. */
export function followsText({ isPassedOn, edges, up, down, affectedPerSecond }: Consequence, cause: number, { t, f }: Voice): string {
  if (isPassedOn) return t('compare.follows.same', { cause, rate: f.rate(affectedPerSecond) });
  if (edges.length === 1) return t('compare.follows', { cause });
  if (up > 0 && down > 0) return t('compare.follows.both', { cause, up, down });
  return up > 0 ? t('compare.follows.up', { cause, up }) : t('compare.follows.down', { cause, down });
}

/** How surprising a difference is. Where it rests on few requests, they are named beside it. */
export function chanceText({ pValue }: Evidence, { t, speech }: Voice): string {
  if (pValue < 0.001) return t('compare.p.small');
  return t('compare.p', { p: new Intl.NumberFormat(speech.language, { maximumSignificantDigits: 2 }).format(pValue) });
}

/** What was written or started shortly before: when, and by whom. */
export function nearbyText({ kind, by, object, secondsUntilSeen }: NearbyChange, { t, f }: Voice) {
  const after = secondsUntilSeen === null ? '' : f.span(Math.max(1, secondsUntilSeen));
  return { when: t(`compare.near.${kind}`, { after, kind: object.kind }), by: t(`compare.near.${kind}.by`, { by }) };
}
