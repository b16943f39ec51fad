import type { Difference } from '@vigla/contract/compare';
import type { Badge, GraphNode, GroupBy, LikelyCause, NodeKind } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import { bytesText, rateText, shareText, thinSpace } from '../../format/index.ts';
import type { Words } from '../../words/index.ts';
import { type GroupFace, groupFaceOf, groupName } from '../gather/group-face.ts';
import { countedText, isCounted } from './counting.ts';
import type { Look } from './look.ts';
import { sumTraffic, type TrafficSum } from './traffic-sum.ts';

/** The outline of a plate is its kind, so that the kind reads without colour. */
export type Outline = 'rectangle' | 'pill' | 'pointed' | 'hexagon' | 'barrel' | 'parallelogram' | 'sheets';
export type Tone = 'plain' | 'degraded' | 'failing';

/** Small marks of a plate: what its configuration does to traffic, and what it is besides its kind. */
export type PlateSign = Badge | 'traffic_source' | 'workload_entry';

/** Part of a plate's second line. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** A node, ready to be drawn: everything in words, nothing to compute. */
export interface Plate {
  readonly id: string;
  readonly kind: NodeKind;
  readonly namespace: string | null;
  readonly app: string | null;
  readonly outline: Outline;
  readonly dashed: boolean;
  readonly health: Health;
  readonly name: string;
  readonly version: string | null;
  readonly second: readonly Span[];
  readonly badges: readonly PlateSign[];
  /** Its namespace was not asked for: it is here because of its neighbours. */
  readonly foreign: boolean;
  /** Of a group: what it carries, and one state per member, worst first. */
  readonly group: GroupFace | null;
  /** While two windows are compared: what became of it, which is then drawn in place of its health. */
  readonly change?: Difference;
}

/** Whose words and whose numbers. */
export interface Speech {
  readonly words: Words;
  readonly language: string;
}

const outlines: Readonly<Record<NodeKind, Outline>> = {
  workload: 'rectangle',
  app: 'rectangle',
  service: 'pill',
  gateway: 'pointed',
  waypoint: 'hexagon',
  store: 'barrel',
  external: 'pill',
  outside: 'pill',
  restricted: 'pill',
  operation: 'parallelogram',
  group: 'sheets',
};

const beyondTheMesh: ReadonlySet<NodeKind> = new Set(['external', 'outside', 'restricted']);

interface Asked {
  readonly groupBy: GroupBy;
  readonly namespaces: readonly string[];
}

const mostSigns = 2;

/** What is always told comes first: where traffic starts, what runs outside Kubernetes, what is copied elsewhere. */
function signsOf({ traits, badges }: GraphNode, all: boolean): readonly PlateSign[] {
  const always = [
    ...traits.filter((trait) => trait === 'traffic_source' || trait === 'workload_entry'),
    ...badges.filter((badge) => badge === 'mirror'),
  ];
  const told = badges.some((badge) => deeds.has(badge));
  const asked = badges.filter((badge) => badge !== 'mirror' && !(badge === 'virtual_service' && told));
  return [...always, ...(all ? asked : [])].slice(0, mostSigns);
}

/** What a VirtualService does; beside one of these its own sign would say nothing. */
const deeds: ReadonlySet<Badge> = new Set([
  'request_routing',
  'traffic_shifting',
  'tcp_traffic_shifting',
  'fault',
  'mirror',
  'retry',
  'timeout',
]);

/** What the plate of a node says. `rank`: its place by the number of its calls, where that is told. */
export function plateOf(node: GraphNode, { groupBy, namespaces }: Asked, look: Look, speech: Speech, rank?: number): Plate {
  const { name, version } = nodeTitle(node, groupBy, speech);
  return {
    id: node.id,
    kind: node.kind,
    namespace: node.namespace,
    app: node.app,
    outline: outlines[node.kind],
    dashed: beyondTheMesh.has(node.kind) || node.inMesh === false || node.health === 'unknown',
    health: node.health,
    name,
    version,
    second: [...secondLine(node, look, speech), ...rankSpan(rank, speech)].map(({ text, tone }) => ({ text: spaced(text), tone })),
    badges: signsOf(node, look.show.includes('badges')),
    foreign: node.namespace !== null && namespaces.length > 0 && !namespaces.includes(node.namespace),
    group: groupFaceOf(node, look, speech),
  };
}

/** How a node is called: by application and version where those are grouped, else by its own name. */
export function nodeTitle(
  node: GraphNode,
  groupBy: GroupBy,
  { words }: Speech,
): { readonly name: string; readonly version: string | null } {
  if (node.kind === 'restricted') return { name: words('graph.node.restricted'), version: null };
  if (node.kind === 'group') return { name: groupName(node, words), version: null };
  const nobody = node.kind === 'outside' ? nobodies.get(node.id) : undefined;
  if (nobody) return { name: words(nobody), version: null };
  if (groupBy === 'version' && node.kind === 'workload' && node.app && node.version) return { name: node.app, version: node.version };
  return { name: node.name, version: null };
}

/** Ends for which telemetry has no name: the mesh itself says who they are. */
const nobodies = new Map<string, 'graph.node.unknownCallers' | 'graph.node.outside' | 'graph.node.unknownTargets'>([
  ['outside/unknown', 'graph.node.unknownCallers'],
  ['outside/unknown:entering', 'graph.node.outside'],
  ['outside/unknown:target', 'graph.node.unknownTargets'],
]);

/** Where a proxy sends what it has no route for: the name alone tells nobody why traffic is there. */
const clusterCauses = new Map<string, 'graph.plate.passthrough' | 'graph.plate.blocked'>([
  ['PassthroughCluster', 'graph.plate.passthrough'],
  ['BlackHoleCluster', 'graph.plate.blocked'],
]);

function secondLine(node: GraphNode, look: Look, speech: Speech): readonly Span[] {
  if (node.kind === 'restricted') return [];
  const plain = (text: string): Span[] => [{ text, tone: 'plain' }];
  const { words, language } = speech;
  if (node.reasons.some(({ kind }) => kind === 'no_sidecar')) return plain(words('graph.plate.noSidecar'));
  if (node.health === 'not_ready' && node.pods) return plain(words('graph.plate.podsReady', { ...node.pods }));
  const inbound = node.inbound.filter((part) => isCounted(part, look));
  const received = countedText(inbound, look, language);
  const sent = countedText(node.outbound, look, language);
  const cause = causeText(node, speech);
  if (cause !== null)
    return [cause, received ?? (sent === null ? null : words('graph.plate.sent', { amount: sent }))].flatMap((text) =>
      text === null ? [] : plain(text),
    );
  if (received !== null) return [...plain(received), ...troubleSpan(sumTraffic(inbound), node.health, speech)];
  if (sent !== null) return plain(words('graph.plate.sent', { amount: sent }));
  if (node.traits.includes('dead')) return plain(words('display.plate.dead'));
  return plain(words(node.health === 'unknown' ? 'graph.plate.notMeasured' : 'graph.plate.idle'));
}

const rankSpan = (rank: number | undefined, { words }: Speech): readonly Span[] =>
  rank === undefined ? [] : [{ text: words('display.plate.rank', { rank }), tone: 'plain' }];

/** Why there is an end that nobody knows; null of all others. */
function causeText({ kind, name, likelyCause }: GraphNode, { words }: Speech): string | null {
  if (kind !== 'outside') return null;
  if (likelyCause !== null && !saidByName.has(likelyCause)) return words(`display.cause.${likelyCause}`);
  const known = clusterCauses.get(name);
  return known === undefined ? null : words(known);
}

/** That it is beyond the gateway stands in its name. */
const saidByName: ReadonlySet<LikelyCause> = new Set(['enters_by_gateway']);

/** Thin spaces vanish at the sizes of a canvas: there, a number and its unit are kept apart by a whole one. */
export const spaced = (text: string): string => text.replaceAll(thinSpace, '\u00a0');

/** A rate where requests are counted, else bytes; null where nothing flows or nothing was measured. */
export function amountText({ requestsPerSecond, bytesPerSecond }: TrafficSum, { language }: Speech): string | null {
  if (requestsPerSecond !== null && requestsPerSecond > 0) return rateText(requestsPerSecond, language);
  return bytesPerSecond !== null && bytesPerSecond > 0 ? bytesText(bytesPerSecond, language) : null;
}

const fewRequests = 10;

/** The failed share in words; a rate that rests on few requests is told by counts. Null where nothing failed. */
export function errorText({ requests, failed, errorRatio }: TrafficSum, { words, language }: Speech): string | null {
  if (!errorRatio) return null;
  if (requests !== null && failed !== null && requests < fewRequests && Math.round(requests) > 0) {
    return words('graph.label.someFailed', { failed: Math.max(1, Math.round(failed)), requests: Math.round(requests) });
  }
  return words('graph.label.errors', { share: shareText(errorRatio, language) });
}

function troubleSpan(sum: TrafficSum, health: Health, speech: Speech): readonly Span[] {
  if (health !== 'degraded' && health !== 'failing') return [];
  const text = errorText(sum, speech);
  return text === null ? [] : [{ text, tone: health }];
}
