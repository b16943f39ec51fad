import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { HealthReason } from '@vigla/contract/health';
import { clockText, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { titleText } from './title-text.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';
import { troubles } from '../drawing/walk.ts';
import { failureCauses } from './failure-causes.ts';
import { failureHeadline, failureSentences, type Voice } from './failure-text.ts';
import { LinkedText } from './linked-text.tsx';
import { PanelReason } from './panel-frame.tsx';
import { reasonText } from './reason-text.ts';

interface NodeReasonsProps {
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  /** When its requests began to fail as they do; null where that is not known. Units: epoch seconds. */
  readonly since: number | null;
  readonly onSelect: (id: string) => void;
}

/** Why a node has its health: how many requests fail, what they are, and the call that is worst. */
export function NodeReasons({ graph, node, since, onSelect }: NodeReasonsProps) {
  const t = useWords();
  const f = useFormat();
  const ill = ['failing', 'degraded', 'not_ready'].includes(node.health);
  if (node.reasons.length === 0) return null;
  return (
    <PanelReason health={ill ? node.health : 'unknown'}>
      {node.reasons.map((reason) =>
        reason.kind === 'errors' ? (
          <Errors key={`errors ${reason.codes}`} reason={reason} graph={graph} node={node} since={since} />
        ) : (
          <p key={reason.kind}>{reasonText(reason, t)}</p>
        ),
      )}
      {ill && node.reasons.some(({ kind }) => kind === 'errors') && (
        <WorstCall graph={graph} node={node} since={since} voice={{ t, f }} onSelect={onSelect} />
      )}
    </PanelReason>
  );
}

const callsIn = (graph: TrafficGraph, { id }: GraphNode): readonly GraphEdge[] => graph.edges.filter(({ to }) => to === id);
const callsOut = (graph: TrafficGraph, { id }: GraphNode): readonly GraphEdge[] => graph.edges.filter(({ from }) => from === id);

interface ErrorsProps extends Omit<NodeReasonsProps, 'onSelect'> {
  readonly reason: Extract<HealthReason, { kind: 'errors' }>;
}

function Errors({ reason, graph, node, since }: ErrorsProps) {
  const voice = { t: useWords(), f: useFormat() };
  const language = useLanguage();
  const inbound = callsIn(graph, node);
  const codes = new Set(reason.codes.split(/[\s,]+/).filter(Boolean));
  const onlyThese = failureCauses(inbound).every(({ code }) => codes.has(code));
  const counts = { requests: reason.total, failed: reason.failed, errorRatio: reason.errorRatio };
  const called = { name: titleText(node, graph.groupBy, { words: voice.t, language }), kind: node.kind };
  return (
    <>
      <p>
        {failureHeadline(
          counts,
          voice,
          onlyThese ? undefined : [...codes].join(', '),
          since === null ? undefined : clockText(since, { now: graph.at, language }),
        )}
      </p>
      {!comesFrom(graph, node) && failureSentences(inbound, called, voice, codes).map((sentence) => <p key={sentence}>{sentence}</p>)}
    </>
  );
}

interface WorstCallProps extends NodeReasonsProps {
  readonly voice: Voice;
}

/** The worst call that a node makes, else the worst one that it serves: where to look next. */
function WorstCall({ graph, node, voice, onSelect }: WorstCallProps) {
  const f = useFormat();
  const language = useLanguage();
  const made = worstOf(callsOut(graph, node));
  const edge = made ?? worstOf(callsIn(graph, node));
  const other = graph.nodes.find(({ id }) => id === (made ? made.to : edge?.from));
  if (!edge || !other) return null;
  const name = titleText(other, graph.groupBy, { words: voice.t, language });
  const failing = failureHeadline(sumTraffic([edge.traffic]), voice) ?? '';
  const causes = made ? failureSentences([made], { name, kind: other.kind }, voice) : [];
  const all = comesFrom(graph, node);
  const sentence = (place: string): string => {
    if (all) return voice.t('panel.why.allFrom', { name: place, rate: f.rate(all) });
    return voice.t(made ? 'graph.why.worstCall' : 'graph.why.worstCaller', { name: place, failing });
  };
  return (
    <p>
      <LinkedText sentence={sentence} name={name} onFollow={() => onSelect(edge.id)} /> {causes.join(' ')}
    </p>
  );
}

function worstOf(edges: readonly GraphEdge[]): GraphEdge | undefined {
  const [worst] = troubles({ nodes: [], edges: [...edges] });
  return edges.find(({ id }) => id === worst);
}

/** Rates of two sides are never the same to the last digit. */
const nearly = 0.1;

/**
 * How many requests a second fail because the worst call of a node does, where that is all of those that fail at the node
 * itself; null where others fail too.
 */
function comesFrom(graph: TrafficGraph, node: GraphNode): number | null {
  const made = worstOf(callsOut(graph, node));
  const failed = (edges: readonly GraphEdge[]): number =>
    edges.reduce((sum, { traffic }) => sum + (traffic.errorRatio ?? 0) * (traffic.requestsPerSecond ?? 0), 0);
  const [own, behind] = [failed(callsIn(graph, node)), made ? failed([made]) : 0];
  return own > 0 && Math.abs(behind - own) <= nearly * own ? own : null;
}
