import type { TrafficGraph } from '@vigla/contract/graph';
import { useEffect, useRef, useState } from 'react';
import { useLanguage, useWords } from '../../words/index.ts';
import { useFormat } from '../../format/index.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { worsened } from '../drawing/walk.ts';
import { failureHeadline } from '../panel/failure-text.ts';
import { titleText } from '../panel/title-text.ts';

const quietMs = 10_000;

/** Tells those who do not see the picture what has become worse; at most once in ten seconds, and never the first picture. */
export function Announcer({ graph }: { readonly graph: TrafficGraph }) {
  const t = useWords();
  const language = useLanguage();
  const f = useFormat();
  const before = useRef<TrafficGraph | null>(null);
  const spokenAt = useRef(Number.NEGATIVE_INFINITY);
  const [message, setMessage] = useState('');
  useEffect(() => {
    const [worst] = worsened(before.current, graph);
    before.current = graph;
    const node = graph.nodes.find(({ id }) => id === worst);
    if (!node || performance.now() - spokenAt.current < quietMs) return;
    spokenAt.current = performance.now();
    const name = titleText(node, graph.groupBy, { words: t, language });
    const health = t(`graph.health.${node.health}`).toLocaleLowerCase(language);
    setMessage(t('graph.announce', { name, health, failing: failureHeadline(sumTraffic(node.inbound), { t, f }) ?? '' }));
  }, [graph, t, f, language]);
  return (
    <p className="vigla-graph-unseen" role="status" aria-live="polite">
      {message}
    </p>
  );
}
