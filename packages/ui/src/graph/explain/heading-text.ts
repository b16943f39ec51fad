import type { Explanation } from '@vigla/contract/explain';
import type { ExplainVoice } from './voice.ts';

/** The question that an explanation answers. */
export function questionText({ subject, health, verdict }: Explanation, { t, names }: ExplainVoice): string {
  if (subject.kind === 'node') return t(`explain.title.node.${health}`, { name: names.end(subject.node) });
  const ends = { from: names.short(subject.from), to: names.end(subject.to) };
  if (verdict.kind === 'caller_without_proxy') return t('explain.title.edge.unnamed', { to: ends.to });
  if ((verdict.failedPerSecond ?? 0) === 0) return t('explain.title.edge.well', ends);
  return t(health === 'failing' ? 'explain.title.edge.fails' : 'explain.title.edge.some', ends);
}

/** The verdict in one sentence. */
export function verdictText({ verdict, ends, subject }: Explanation, { t, f, names }: ExplainVoice): string {
  const name = ends ? names.end(ends.to) : subject.kind === 'node' ? names.end(subject.node) : '';
  return t(`explain.verdict.${verdict.kind}`, { share: f.share(verdict.share), name });
}

/** Of what stands for several, or is a node, where its failures come from; null where it has none. */
export function contributionText({ contribution, ends }: Explanation, { t, f, names }: ExplainVoice): string | null {
  if (!contribution || !ends) return null;
  const all = contribution.fromEdgePerSecond >= 0.95 * contribution.failedPerSecond;
  return t(all ? 'explain.contribution.all' : 'explain.contribution.part', {
    rate: f.rate(contribution.failedPerSecond),
    from: names.short(ends.from),
    to: names.end(ends.to),
  });
}
