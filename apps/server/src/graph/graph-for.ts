import { type getGraph, graphQuestion, type TrafficGraph } from '@vigla/contract/graph';
import type { ParsedOf } from '@vigla/contract/http';
import { at, type EpochSeconds, seconds } from '@vigla/contract/units';
import type { Look } from '@vigla/domain/graph';
import type { InSteps } from '@vigla/domain/steps';
import type { ClusterFacts, Reading } from '../snapshot/index.ts';
import type { Visibility } from '../sources/index.ts';
import { checkMayLook } from './may-look.ts';
import type { GraphParts } from './graph-parts.ts';

/** What is asked of a graph, and of whatever is on one. */
export type GraphQuery = ParsedOf<typeof getGraph>['query'];

/** Whose graph it is. */
interface Seeing {
  readonly visible: Visibility;
  readonly signal: AbortSignal;
}

/** One caller's graph, with what it was made of. */
export interface Picture {
  readonly reading: Reading;
  readonly cluster: ClusterFacts;
  readonly visible: Visibility;
  readonly graph: TrafficGraph;
  readonly look: Look;
}

/** One caller's graph of one question: everywhere the same, whichever row asks for it. Fails: where the caller may see none of it. */
export async function graphFor(parts: GraphParts, query: GraphQuery, seeing: Seeing): Promise<TrafficGraph> {
  const reading = await readingFor(parts, query, seeing);
  return parts.inTurn(drawingOf(parts, reading, query, seeing.visible), seeing.signal);
}

/** The same of a reading that is there already, bit by bit. */
export const drawingOf = (parts: GraphParts, reading: Reading, query: GraphQuery, visible: Visibility): InSteps<TrafficGraph> =>
  parts.projections.graph(reading, parts.clusterFacts(), questionOf(parts, query, visible));

/** One caller's graphs of two windows, gathered in one way. Fails: where the caller may see none of it. */
export async function graphsFor(
  parts: GraphParts,
  query: GraphQuery,
  versus: EpochSeconds,
  seeing: Seeing,
): Promise<{ readonly before: TrafficGraph; readonly after: TrafficGraph }> {
  const [before, after] = await Promise.all([
    readingFor(parts, { ...query, atEpochSeconds: versus }, seeing),
    readingFor(parts, query, seeing),
  ]);
  const pair = parts.projections.pair({ before, after }, parts.clusterFacts(), questionOf(parts, query, seeing.visible));
  return parts.inTurn(pair, seeing.signal);
}

/** The same graph to look behind: rows that tell of one element know it by its id on the graph that it was chosen from. */
export async function pictureFor(parts: GraphParts, query: GraphQuery, seeing: Seeing): Promise<Picture> {
  const reading = await readingFor(parts, query, seeing);
  return pictureOf(parts, reading, query, seeing);
}

/**
 * The graph of every single node and call that the caller may see, whatever the picture leaves out, gathers or stops at: what reasons
 * are looked for in.
 */
export const plainPicture = (
  parts: GraphParts,
  reading: Reading,
  { windowSeconds, groupBy, ambient }: GraphQuery,
  seeing: Seeing,
): Promise<Picture> => pictureOf(parts, reading, { ...graphQuestion.parse({}), windowSeconds, groupBy, ambient }, seeing);

async function pictureOf(parts: GraphParts, reading: Reading, query: GraphQuery, { visible, signal }: Seeing): Promise<Picture> {
  const cluster = parts.clusterFacts();
  const looked = await parts.inTurn(parts.projections.look(reading, cluster, questionOf(parts, query, visible)), signal);
  return { reading, cluster, visible, ...looked };
}

async function readingFor({ readings }: GraphParts, query: GraphQuery, { visible, signal }: Seeing): Promise<Reading> {
  checkMayLook(query.namespace, visible);
  const instant = query.atEpochSeconds === undefined ? null : at(query.atEpochSeconds);
  return readings.read(seconds(query.windowSeconds), instant, signal);
}

function questionOf({ sources, cadence }: GraphParts, query: GraphQuery, visible: Visibility) {
  const {
    namespace: namespaces,
    label: labels,
    focus,
    hops,
    groupBy,
    idle,
    idleEdges,
    services,
    operations,
    waypoints,
    ambient,
    gather,
    open,
  } = query;
  const drawn = { groupBy, idle, idleEdges, services, operations, waypoints, ambient, gather, open };
  const narrowed = { namespaces, labels, focus: focus === undefined ? null : { id: focus, hops } };
  return { ...narrowed, ...drawn, visible, now: sources.now(), scrapeSeconds: cadence.scrapeIntervalSeconds() };
}
