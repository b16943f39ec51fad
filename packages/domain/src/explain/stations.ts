import type { ExplainedEnd, Station, StationNote, VerdictKind } from '@vigla/contract/explain';
import type { GraphNode } from '@vigla/contract/graph';
import { idOf } from '../graph/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import type { Finding } from './finding.ts';
import type { Mechanism } from './mechanism.ts';
import { codesIn, failedOf, totalOf } from './reports.ts';

export const endOf = ({ id, kind, namespace, name, app, version }: GraphNode): ExplainedEnd => ({
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

/** The way of the calls in four places, with what each of them counted and where calls are lost. Empty for TCP and for ends that nobody may see. */
export function stationsOf(matter: EdgeMatter, found: Finding, mechanism: Mechanism | null): readonly Station[] {
  const { reports, edge, from, to } = matter;
  if (edge.traffic.protocol === 'tcp' || from.kind === 'restricted' || to.kind === 'restricted' || from.id === idOf.entering) return [];
  const lost = mechanism?.perSecond ?? 0;
  const [callerAct, calledAct] = [ofCallerProxy[found.kind], mechanism?.by === 'caller_proxy' ? undefined : ofCalledProxy[found.kind]];
  const sent = reports.source.length > 0 ? totalOf(reports.source) : null;
  const called = reports.destination.length > 0 ? reports.destination : reports.waypoint;
  const received = called.length > 0 ? totalOf(called) : arrived(sent, lost, callerAct);
  const failed = totalOf(failedOf(called, edge.traffic.protocol));
  const appFails = !callerAct && !calledAct && mechanism !== null;
  const answered = received === null ? null : received - (calledAct ? failed : 0);
  return [
    { role: 'caller', end: endOf(from), note: podsNote(from), act: 'sent', perSecond: sent, loss: false },
    {
      role: 'caller_proxy',
      end: endOf(from),
      note: noteOf(found) ?? proxyNote(from),
      act: callerAct ?? 'passed',
      perSecond: callerAct ? lost : sent,
      loss: callerAct !== undefined,
    },
    {
      role: 'callee_proxy',
      end: endOf(to),
      note: proxyNote(to) ?? podsNote(to),
      act: calledAct ?? 'received',
      perSecond: calledAct ? failed : received,
      loss: calledAct !== undefined,
    },
    {
      role: 'callee',
      end: endOf(to),
      note:
        called.length === 0
          ? null
          : {
              kind: 'answers',
              codes: codesIn(
                calledAct ? called.filter(({ code }) => !failedOf(called, edge.traffic.protocol).some((one) => one.code === code)) : called,
              ),
            },
      act: appFails ? 'failed' : 'answered',
      perSecond: appFails ? (failed > 0 ? failed : lost) : answered,
      loss: appFails,
    },
  ];
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
