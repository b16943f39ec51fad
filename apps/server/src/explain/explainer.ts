import type { Explanation, MissingExplanation, RootCause, RootCauses } from '@vigla/contract/explain';
import type { GraphEdge, GraphNode, GroupBy, TrafficGraph } from '@vigla/contract/graph';
import { at, seconds } from '@vigla/contract/units';
import { rankRoots, type Root, rootOfNode } from '@vigla/domain/causes';
import { endOf, explainEdge, flowsOfEdge, labelsOfFlows, semanticCall, withBefore } from '@vigla/domain/explain';
import type { GraphParts } from '../graph/index.ts';
import { AppError, type Caller } from '../http/index.ts';
import { createRecentlyUsed, type Reading } from '../snapshot/index.ts';
import { readCallNumbers } from './call-numbers.ts';
import { explainNode } from './explain-node.ts';
import { foldAlike } from './fold-alike.ts';
import { lookForMissing } from './look-for-missing.ts';
import { createMeshModel } from './mesh-model.ts';
import { createSeenVersions } from './seen-versions.ts';
import type { Sight } from './sight.ts';
import { readWhole } from './whole-object.ts';

/** A moment of the mesh as somebody looks at it. */
export interface Moment {
  readonly windowSeconds: number;
  readonly atEpochSeconds?: number | undefined;
  readonly groupBy: GroupBy;
}

/** Explains elements of the graph, each as far as the caller may see. */
export interface Explainer {
  look(moment: Moment, caller: Caller): Promise<Sight>;
  /** Fails: not_found where the element is not on the caller's graph. */
  explain(element: string, sight: Sight, caller: Caller): Promise<Explanation>;
  roots(sight: Sight, options: { readonly namespaces: readonly string[]; readonly most: number }, caller: Caller): Promise<RootCauses>;
  missing(asked: { readonly from: string | null; readonly to: string | null }, sight: Sight, caller: Caller): Promise<MissingExplanation>;
  close(): void;
}

/** Explanations that are asked again within the same reading. */
const mostKept = 200;

export function createExplainer({ sources, readings, cadence, clusterFacts, projections }: GraphParts): Explainer {
  const { kubernetes, prometheus, now } = sources;
  const model = createMeshModel(kubernetes);
  const versions = createSeenVersions(kubernetes);
  const kept = createRecentlyUsed<{ readonly of: TrafficGraph; readonly explanation: Explanation }>(mostKept);

  async function look({ windowSeconds, atEpochSeconds, groupBy }: Moment, { identity, signal }: Caller): Promise<Sight> {
    const visible = await kubernetes.visible(identity, signal);
    const reading = await readings.read(seconds(windowSeconds), atEpochSeconds === undefined ? null : at(atEpochSeconds), signal);
    const question = { namespaces: [], groupBy, idle: true, visible, now: now(), scrapeSeconds: cadence.scrapeIntervalSeconds() };
    return { reading, visible, graph: projections.graph(reading, clusterFacts(), question) };
  }

  async function explainOne(edge: GraphEdge, { reading, graph, visible }: Sight, caller: Caller): Promise<Explanation> {
    const key = `${caller.identity.key} ${edge.id} ${graph.groupBy} ${graph.window} ${graph.at}`;
    const ready = kept.get(key);
    if (ready?.of === graph) return ready.explanation;
    const [from, to] = [nodeOf(graph, edge.from), nodeOf(graph, edge.to)];
    const { facts } = clusterFacts();
    const flows = flowsOfEdge(edge.id, reading.flows.flows, facts);
    const maySee = (namespace: string): boolean => visible.all || visible.namespaces.has(namespace);
    // What enters by a gateway is told by its calls onward, which may lead to where the caller may not look.
    const hidden = from.kind === 'restricted' || to.kind === 'restricted' || !flows.every((flow) => isSeen(flow, maySee));
    const { queries, gaps, ...numbers } = await readCallNumbers(
      prometheus,
      { edge, calls: hidden ? [] : labelsOfFlows(flows), window: reading.window, at: reading.at, alignSeconds: cadence.alignSeconds() },
      caller.signal,
    );
    const known = model(reading.flows.flows);
    const call = known && !hidden ? semanticCall(known.mesh, flows, edge.traffic.protocol) : null;
    const made = explainEdge(
      { graph, edge, from, to, flows, ...numbers, mesh: known?.mesh ?? null, call, facts, objects: known?.objects ?? [], maySee },
      now(),
    );
    const asked = { ...made, queries: [...queries], gaps: [...made.gaps, ...gaps] };
    const explanation = await addBefore(asked, caller);
    kept.set(key, { of: graph, explanation });
    return explanation;
  }

  /** Asks for the whole of the object behind it with the caller's own rights: the shared reading has left out the copy that kubectl keeps in it. */
  async function addBefore(explanation: Explanation, caller: Caller): Promise<Explanation> {
    const { cause } = explanation;
    if (cause?.kind !== 'object' || cause.field === null || cause.before) return explanation;
    const whole = await readWhole(kubernetes, cause.object, caller);
    return withBefore(explanation, whole, whole && versions.before(whole));
  }

  async function explain(element: string, sight: Sight, caller: Caller): Promise<Explanation> {
    const { graph } = sight;
    const edge = graph.edges.find(({ id }) => id === element);
    if (edge) return explainOne(edge, sight, caller);
    const node = graph.nodes.find(({ id }) => id === element);
    if (!node)
      throw new AppError(
        'not_found',
        'There is no such call or node on your graph of this moment. It may have ended, or you may not see it.',
      );
    const found = rootOfNode(graph, node.id);
    const root = found && graph.edges.find(({ id }) => id === found.root.element);
    const worst = root ?? worstCallOf(graph, node);
    const of = worst ? await explainOne(worst, sight, caller) : null;
    return explainNode(node, graph, {
      of,
      failedPerSecond: found?.failedPerSecond ?? 0,
      fromEdgePerSecond: found?.root.failedPerSecond ?? 0,
    });
  }

  return {
    look,
    explain,
    async roots(sight, { namespaces, most }, caller) {
      const { graph } = sight;
      const chosen = new Set(namespaces);
      const isChosen = (id: string): boolean =>
        chosen.size === 0 || graph.nodes.some((node) => node.id === id && node.namespace !== null && chosen.has(node.namespace));
      const touches = ({ element, consequences }: Root): boolean =>
        [element, ...consequences].some((id) => {
          const edge = graph.edges.find((one) => one.id === id);
          return edge ? isChosen(edge.from) || isChosen(edge.to) : isChosen(id);
        });
      const all = rankRoots(graph).filter(touches);
      const looked: RootCause[] = await Promise.all(
        all.slice(0, most).map(async (root) => rootCause(root, graph, await explain(root.element, sight, caller))),
      );
      return {
        at: graph.at,
        window: graph.window,
        roots: [...foldAlike(looked)],
        notLookedInto: Math.max(0, all.length - most),
        gaps: [...graph.gaps],
      };
    },
    missing: (asked, sight, { signal }) =>
      lookForMissing(prometheus, sight, { ...asked, facts: clusterFacts().facts, model: model(sight.reading.flows.flows) }, signal),
    close: () => versions.close(),
  };
}

/** Whether every namespace that a flow names may be told of. */
const isSeen = ({ from, to, asked }: Reading['flows']['flows'][number], maySee: (namespace: string) => boolean): boolean =>
  [from, to, asked].every((end) => end === null || !('namespace' in end) || end.namespace === null || maySee(end.namespace));

function nodeOf(graph: TrafficGraph, id: string): GraphNode {
  const node = graph.nodes.find((one) => one.id === id);
  if (!node) throw new Error(`The graph has a call of ${id} and no node of this name.`);
  return node;
}

/** Of a node without trouble, the busiest call that comes in; it tells how the node is known to be well. */
function worstCallOf({ edges }: TrafficGraph, { id }: GraphNode): GraphEdge | null {
  const inbound = edges.filter(({ to }) => to === id);
  const outbound = edges.filter(({ from }) => from === id);
  const candidates = inbound.length > 0 ? inbound : outbound;
  return [...candidates].sort((a, b) => (b.traffic.requestsPerSecond ?? 0) - (a.traffic.requestsPerSecond ?? 0))[0] ?? null;
}

function rootCause({ element, score, consequences }: Root, graph: TrafficGraph, { verdict, cause, since }: Explanation): RootCause {
  const edge = graph.edges.find(({ id }) => id === element);
  const to = nodeOf(graph, edge?.to ?? element);
  return {
    element,
    from: edge ? endOf(nodeOf(graph, edge.from)) : null,
    to: endOf(to),
    health: edge?.health ?? to.health,
    verdict,
    cause,
    since,
    score,
    alike: [],
    consequences: [...consequences],
  };
}
