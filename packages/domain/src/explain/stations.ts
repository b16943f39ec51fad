import type { ExplainedEnd, Station, StationNote, VerdictKind } from '@vigla/contract/explain';
import type { GraphNode } from '@vigla/contract/graph';
import { idOf } from '../graph/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import type { Finding } from './finding.ts';
import type { Mechanism } from './mechanism.ts';
import { codesIn, failedOf, type Told, totalOf } from './reports.ts';

export const endOf = ({ id, kind, namespace, name, app, version }: Pick<GraphNode, keyof ExplainedEnd>): ExplainedEnd => ({
  id,
  kind,
  namespace,
  name,
  app,
  version,
});

type Acts = Readonly<Partial<Record<VerdictKind, Station['act']>>>;

/** What the caller's proxy does to calls that it ends itself. */
const ofCallerProxy: Acts = {
  connection_limit: 'refused',
  hosts_ejected: 'refused',
  no_ready_pods: 'refused',
  no_healthy_upstream: 'refused',
  subset_missing: 'refused',
  host_missing: 'refused',
  route_missing: 'refused',
  egress_blocked: 'refused',
  fault_injected: 'injected',
  timeout: 'gave_up',
  retries_exhausted: 'gave_up',
  mtls_mismatch: 'broke',
  connection_failed: 'broke',
};
const ofCalledProxy: Acts = { access_denied: 'denied', access_perhaps_denied: 'denied', token_rejected: 'denied', rate_limited: 'refused' };

/**
 * The way of the calls, with what each place of it counted and where calls are lost. What is outside of the mesh has no proxy to
 * count at. Empty for TCP and for ends that nobody may see.
 */
export function stationsOf(matter: EdgeMatter, found: Finding, mechanism: Mechanism | null): readonly Station[] {
  const { edge, from, to } = matter;
  if (edge.traffic.protocol === 'tcp' || from.kind === 'restricted' || to.kind === 'restricted' || from.id === idOf.entering) return [];
  const counts = countsOf(matter, found, mechanism);
  const { sent, lost, received, failed, callerAct, calledAct } = counts;
  const caller: Station = { role: 'caller', end: endOf(from), note: podsNote(from), act: 'sent', perSecond: sent, loss: false };
  const callerProxy: Station = {
    role: 'caller_proxy',
    end: endOf(from),
    note: noteOf(found) ?? proxyNote(from),
    act: callerAct ?? 'passed',
    perSecond: callerAct ? lost : sent,
    loss: callerAct !== undefined,
  };
  const calledProxy: Station = {
    role: 'callee_proxy',
    end: endOf(to),
    note: proxyNote(to) ?? podsNote(to),
    act: calledAct ?? 'received',
    perSecond: calledAct ? failed : received,
    loss: calledAct !== undefined,
  };
  const isOutside = to.kind === 'external' || to.kind === 'outside';
  return [caller, callerProxy, ...(isOutside ? [] : [calledProxy]), appStation(matter, counts, found, mechanism !== null)];
}

interface Counts {
  /** Null where the caller's side does not count. */
  readonly sent: number | null;
  readonly lost: number;
  readonly called: readonly Told[];
  readonly received: number | null;
  readonly failed: number;
  readonly callerAct: Station['act'] | undefined;
  readonly calledAct: Station['act'] | undefined;
}

function countsOf({ reports, edge, to }: EdgeMatter, found: Finding, mechanism: Mechanism | null): Counts {
  const lost = mechanism?.perSecond ?? 0;
  const callerAct = ofCallerProxy[found.kind];
  const sent = reports.source.length > 0 ? totalOf(reports.source) : null;
  const called = reports.destination.length > 0 ? reports.destination : reports.waypoint;
  // A proxy that is there and counts nothing has received nothing.
  const uncounted = to.inMesh === true && sent !== null ? 0 : arrived(sent, lost, callerAct);
  return {
    sent,
    lost,
    called,
    received: called.length > 0 ? totalOf(called) : uncounted,
    failed: totalOf(failedOf(called, edge.traffic.protocol)),
    callerAct,
    calledAct: mechanism?.by === 'caller_proxy' ? undefined : ofCalledProxy[found.kind],
  };
}

/** What the called app did with what reached it. */
function appStation(
  { edge, to }: EdgeMatter,
  { called, lost, received, failed, callerAct, calledAct }: Counts,
  found: Finding,
  ill: boolean,
): Station {
  const bad = new Set(failedOf(called, edge.traffic.protocol).map(({ code }) => code));
  const failing = (found.kind === 'retries_exhausted' && failed > 0) || (ill && !callerAct && !calledAct);
  const reached = calledAct ? called.filter(({ code }) => !bad.has(code)) : called;
  const answered = totalOf(reached.filter(({ code }) => code !== '-'));
  return {
    role: 'callee',
    end: endOf(to),
    note: reached.length === 0 ? null : { kind: 'answers', codes: codesIn(reached) },
    act: failing ? 'failed' : 'answered',
    perSecond: failing ? (failed > 0 ? failed : lost) : called.length > 0 ? answered : received,
    loss: failing,
  };
}

/** Where the called side tells nothing: nothing arrived of what the caller's proxy ended before it sent it. */
function arrived(sent: number | null, lost: number, act: Station['act'] | undefined): number | null {
  const neverSent = act === 'refused' || act === 'injected';
  return sent !== null && neverSent ? Math.max(0, sent - lost) : null;
}

const podsNote = ({ pods }: GraphNode): StationNote | null => (pods ? { kind: 'pods', ...pods } : null);
const proxyNote = ({ inMesh }: GraphNode): StationNote | null => (inMesh === false ? { kind: 'no_proxy' } : null);

function noteOf({ evidence }: Finding): StationNote | null {
  for (const { fact } of evidence) {
    if (fact.kind === 'connection_limit' && fact.maxConnections !== null)
      return { kind: 'limit', connections: fact.maxConnections, waiting: fact.maxPending ?? 0 };
    if (fact.kind === 'timeout_rule') return { kind: 'timeout', timeoutMs: fact.timeoutMs };
  }
  return null;
}
