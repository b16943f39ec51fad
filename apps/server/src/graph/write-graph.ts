import type { GraphEdge, Traffic, TrafficGraph } from '@vigla/contract/graph';
import { eachInSteps, type InSteps } from '@vigla/domain/steps';
import { inSixDigits } from '../http/index.ts';
import { createRecentlyUsed } from '../snapshot/index.ts';

/** Each is written in some hundredths of a millisecond. */
const elementsAtOnce = 100;

/** So many readings have their texts kept. */
const mostReadings = 2;
/** In larger meshes the texts would take more memory than they are worth: there, graphs are gathered before they are written. */
const mostTexts = 20_000;

/**
 * Writes graphs as JSON, number for number as any other answer is written.
 *
 * Most calls and sums stand in many graphs of a reading, as the very same objects. Each is written once, and graphs are put together
 * of what was written. Texts go by the identity of what they tell: who may not be told something never meets its text.
 */
export function createGraphWriter(): (graph: TrafficGraph) => InSteps<string> {
  const readings = createRecentlyUsed<Texts>(mostReadings);
  return function* write({ nodes, edges, ...frame }) {
    const key = `${frame.at} ${frame.window}`;
    const texts = readings.get(key) ?? createTexts();
    readings.set(key, texts);
    const parts = [written(frame).slice(0, -1), ',"nodes":['];
    let comma = '';
    yield* eachInSteps(nodes, elementsAtOnce, ({ inbound, outbound, ...node }) => {
      // Of what is left of a node only its reasons hold fractions.
      const text = node.reasons.length === 0 ? JSON.stringify(node) : written(node);
      parts.push(comma, text.slice(0, -1), ',"inbound":[', list(inbound, texts), '],"outbound":[', list(outbound, texts), ']}');
      comma = ',';
    });
    parts.push('],"edges":[');
    comma = '';
    yield* eachInSteps(edges, elementsAtOnce, (edge) => {
      const ends = `${comma}{"id":${JSON.stringify(edge.id)},"from":${JSON.stringify(edge.from)},"to":${JSON.stringify(edge.to)},`;
      parts.push(ends, texts.call(edge), ',"health":"', edge.health, '"}');
      comma = ',';
    });
    parts.push(']}');
    yield;
    return parts.join('');
  };
}

interface Texts {
  readonly traffic: (traffic: Traffic) => string;
  /** What of an edge is the same wherever it is drawn. */
  readonly call: (edge: GraphEdge) => string;
}

function createTexts(): Texts {
  const traffics = new Map<Traffic, string>();
  const calls = new Map<Traffic, { readonly edge: GraphEdge; readonly text: string }>();
  const traffic = (one: Traffic): string => {
    const ready = traffics.get(one) ?? written(one);
    if (traffics.size < mostTexts) traffics.set(one, ready);
    return ready;
  };
  return {
    traffic,
    call(edge) {
      const known = calls.get(edge.traffic);
      if (known && isSameCall(known.edge, edge)) return known.text;
      const { id: _, from: __, to: ___, health: ____, traffic: sum, ...call } = edge;
      const text = `"traffic":${traffic(sum)},${written(call).slice(1, -1)}`;
      if (calls.size < mostTexts) calls.set(sum, { edge, text });
      return text;
    },
  };
}

const written = (part: object): string => JSON.stringify(part, inSixDigits);

const list = (all: readonly Traffic[], { traffic }: Texts): string => all.map(traffic).join(',');

/** Whether two edges tell the very same: then all of their parts are. */
const isSameCall = (a: GraphEdge, b: GraphEdge): boolean =>
  a.endings === b.endings &&
  a.callerSaw === b.callerSaw &&
  a.hosts === b.hosts &&
  a.sourcePrincipals === b.sourcePrincipals &&
  a.destinationPrincipals === b.destinationPrincipals &&
  a.reportedBy === b.reportedBy &&
  a.agreement === b.agreement &&
  a.mtlsRatio === b.mtlsRatio;
