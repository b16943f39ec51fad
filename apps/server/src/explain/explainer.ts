import type { Explanation, MissingExplanation, RootCause, RootCauses } from '@vigla/contract/explain';
import type { GraphEdge, GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { rankRoots, type Root, rootOfNodes } from '@vigla/domain/causes';
import { endOf, explainEdge, labelsOfFlows, semanticCall, withBefore } from '@vigla/domain/explain';
import type { Behind, Flow } from '@vigla/domain/graph';
import { worst as worstHealth } from '@vigla/domain/health';
import { type GraphParts, type GraphQuery, pictureFor, plainPicture } from '../graph/index.ts';
import { AppError, type Caller } from '../http/index.ts';
import { createRecentlyUsed } from '../snapshot/index.ts';
import { readCallNumbers } from './call-numbers.ts';
import { explainGathered } from './explain-gathered.ts';
import { type ExplainedNode, explainNode } from './explain-node.ts';
import { foldAlike } from './fold-alike.ts';
import { lookForMissing } from './look-for-missing.ts';
import { createMeshModel } from './mesh-model.ts';
import { createSeenVersions } from './seen-versions.ts';
import type { Sight } from './sight.ts';
import { readWhole } from './whole-object.ts';
import { withinOf, worstFirst } from './within.ts';

/** Explains elements of the graph, each as far as the caller may see. */
export interface Explainer {
  look(query: GraphQuery, caller: Caller): Promise<Sight>;
  /** Fails: not_found where the element is neither on the caller's graph nor within it. */
  explain(element: string, sight: Sight, caller: Caller): Promise<Explanation>;
  roots(sight: Sight, options: { readonly namespaces: readonly string[]; readonly most: number }, caller: Caller): Promise<RootCauses>;
  missing(asked: { readonly from: string | null; readonly to: string | null }, sight: Sight, caller: Caller): Promise<MissingExplanation>;
  close(): void;
}

const notThere = 'There is no such call or node on your graph of this moment. It may have ended, or you may not see it.';

/** Explanations that are asked again within the same reading. */
const mostKept = 200;

export function createExplainer(parts: GraphParts): Explainer {
  const { sources, cadence, clusterFacts } = parts;
  const { kubernetes, prometheus, now } = sources;
  const model = createMeshModel(kubernetes);
  const versions = createSeenVersions(kubernetes);
  const kept = createRecentlyUsed<{ readonly of: TrafficGraph; readonly explanation: Explanation }>(mostKept);

  async function look(query: GraphQuery, { identity, signal }: Caller): Promise<Sight> {
    const visible = await kubernetes.visible(identity, signal);
    const picture = await pictureFor(parts, query, { visible, signal });
    return { ...picture, plain: await plainPicture(parts, picture.reading, query, { visible, signal }) };
  }

  async function explainOne(
    edge: GraphEdge,
    { plain: { reading, graph, visible, look: plainly } }: Sight,
    caller: Caller,
  ): Promise<Explanation> {
    const key = `${caller.identity.key} ${edge.id} ${graph.groupBy} ${graph.window} ${graph.at}`;
    const ready = kept.get(key);
    if (ready?.of === graph) return ready.explanation;
    const [from, to] = [nodeOf(graph, edge.from), nodeOf(graph, edge.to)];
    const { facts } = clusterFacts();
    const flows = plainly.behind(edge.id)?.flows ?? [];
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
    const { plain } = sight;
    // What is within a group, or passes a service, is not on the picture, and can be asked about all the same.
    const behind = sight.look.behind(element) ?? plain.look.behind(element);
    if (!behind) throw new AppError('not_found', notThere);
    const calls = plain.look.callsOf(behind.flows);
    if (behind.kind === 'call') return explainCall(behind, calls, sight, caller);
    const node = plain.graph.nodes.find(({ id }) => id === element) ?? aloneIn(behind, sight.graph);
    return node ? explainSingle(node, sight, caller) : explainMany(behind, calls, sight, caller);
  }

  /** A call between two nodes; or one that stands for several, by the worst of them. */
  async function explainCall({ id }: Behind, calls: readonly GraphEdge[], sight: Sight, caller: Caller): Promise<Explanation> {
    const { graph } = sight;
    const drawn = graph.edges.find((edge) => edge.id === id);
    const alone = sight.plain.graph.edges.find((edge) => edge.id === id);
    if (alone && (!drawn || isSame(drawn, alone))) return explainOne(alone, sight, caller);
    const [worst] = worstFirst(calls);
    if (!drawn) {
      if (!worst) throw new AppError('not_found', notThere);
      return explainOne(worst, sight, caller);
    }
    const of = worst ? await explainOne(worst, sight, caller) : null;
    return explainGathered({ edge: drawn, from: nodeOf(graph, drawn.from), to: nodeOf(graph, drawn.to) }, graph, of, {
      within: withinOf(null, calls, sight.plain.graph),
      fromEdgePerSecond: worst ? failedPerSecond(worst, graph) : 0,
    });
  }

  async function explainSingle(node: GraphNode, sight: Sight, caller: Caller): Promise<Explanation> {
    const { graph } = sight.plain;
    const found = rootOfNodes(graph, new Set([node.id]));
    const worst = graph.edges.find(({ id }) => id === found?.root.element) ?? worstCallOf(graph, node);
    return explainNode(node, graph, {
      of: worst ? await explainOne(worst, sight, caller) : null,
      failedPerSecond: found?.failedPerSecond ?? 0,
      fromEdgePerSecond: found?.root.failedPerSecond ?? 0,
    });
  }

  /** A group, by where most of its trouble comes from; a stop on the way, by the worst call that passes it. */
  async function explainMany(behind: Behind, calls: readonly GraphEdge[], sight: Sight, caller: Caller): Promise<Explanation> {
    const { graph } = sight.plain;
    const node = faceOf(behind, sight.graph);
    const found = rootOfNodes(graph, new Set(behind.members.map(({ id }) => id)));
    const [worst] = worstFirst(calls);
    const chosen = graph.edges.find(({ id }) => id === found?.root.element) ?? worst;
    const told = explainNode(node, graph, {
      of: chosen ? await explainOne(chosen, sight, caller) : null,
      failedPerSecond: found?.failedPerSecond ?? calls.reduce((sum, edge) => sum + failedPerSecond(edge, graph), 0),
      fromEdgePerSecond: found?.root.failedPerSecond ?? (worst ? failedPerSecond(worst, graph) : 0),
    });
    const members = node.kind === 'group' ? behind.members : null;
    return { ...told, within: withinOf(members, calls, graph) };
  }

  return {
    look,
    explain,
    async roots(sight, { namespaces, most }, caller) {
      const { graph } = sight.plain;
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
const isSeen = ({ from, to, asked }: Flow, maySee: (namespace: string) => boolean): boolean =>
  [from, to, asked].every((end) => end === null || !('namespace' in end) || end.namespace === null || maySee(end.namespace));

function nodeOf(graph: TrafficGraph, id: string): GraphNode {
  const node = graph.nodes.find((one) => one.id === id);
  if (!node) throw new Error(`The graph has a call of ${id} and no node of this name.`);
  return node;
}

/** Whether a call is drawn with all its requests: kinds of request that are drawn apart are not in it. */
const isSame = (drawn: GraphEdge, alone: GraphEdge): boolean =>
  Math.abs((drawn.traffic.requestsPerSecond ?? 0) - (alone.traffic.requestsPerSecond ?? 0)) <=
  1e-6 * (alone.traffic.requestsPerSecond ?? 0);

const failedPerSecond = ({ traffic }: GraphEdge, { window }: TrafficGraph): number => (traffic.failed ?? 0) / window;

/** The one workload of an application that is a group only beside another window; null of what is on the graph itself. */
function aloneIn({ id, members: [member, ...others] }: Behind, { nodes, gathered }: TrafficGraph): GraphNode | null {
  const isDrawn = nodes.some((node) => node.id === id) || gathered?.open.some((group) => group.id === id) === true;
  return isDrawn || others.length > 0 ? null : (member ?? null);
}

/** How a node is known: as it is drawn, or, of a group that is open, by its name and the worst of its members. */
function faceOf({ id, members }: Behind, { nodes, gathered }: TrafficGraph): ExplainedNode {
  const drawn = nodes.find((node) => node.id === id);
  if (drawn) return drawn;
  const { name = '', namespace = null } = gathered?.open.find((group) => group.id === id) ?? {};
  return {
    id,
    kind: 'group',
    namespace,
    name,
    app: null,
    version: null,
    pods: null,
    health: worstHealth(members.map(({ health }) => health)),
  };
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
