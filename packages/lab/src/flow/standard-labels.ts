import type { Mesh, Workload } from '@vigla/domain/semantics';
import type { Labels } from '../series/index.ts';
import { grpcStatusOf } from './grpc-status.ts';
import type { Arrival, Hop, Outcome } from './hop.ts';

const unknown = 'unknown';
const cluster = 'Kubernetes';

/** The labels that the caller's proxy writes. Encryption is not known on this side. */
export function sourceLabels(mesh: Mesh, { caller, call, route }: Hop, outcome: Outcome): Labels {
  const secured = outcome.security === 'mutual_tls' ? mesh.principal : null;
  return {
    reporter: 'source',
    ...source(caller, secured),
    ...destination(isNameless(outcome) ? null : outcome.workload, secured),
    ...service(serviceOf({ call, route }, outcome, caller), outcome.workload !== null),
    ...ending(call.protocol, outcome.code, outcome.flags),
    connection_security_policy: unknown,
  };
}

/** Behind a host outside of the mesh that is found by its name there is no workload that a proxy knows. Unverified on a real mesh. */
const isNameless = ({ leg, workload }: Outcome): boolean =>
  leg?.service?.external === true &&
  leg.service.resolution === 'dns' &&
  workload?.proxy === null &&
  Object.keys(workload.labels).length === 0;

/** The labels that the called workload's proxy writes. It knows its caller by the caller's proxy only. */
export function destinationLabels(mesh: Mesh, { caller, call }: Hop, { leg, workload, security, code, flags }: Arrival): Labels {
  const secured = security === 'mutual_tls' ? mesh.principal : null;
  // Over plain text, HTTP proxies still tell who they are in headers; TCP proxies have no place for it.
  const told = caller.proxy !== null && (secured !== null || call.protocol !== 'tcp');
  return {
    reporter: 'destination',
    ...source(told ? caller : null, secured),
    ...destination(workload, secured),
    ...service({ host: leg.host, name: leg.service?.name ?? unknown, namespace: leg.service?.namespace ?? unknown }, true),
    ...ending(call.protocol, code, flags),
    connection_security_policy: security,
  };
}

type Principal = Mesh['principal'] | null;

const spiffe = (workload: Workload | null, principal: Principal): string =>
  workload && principal ? `spiffe://${principal(workload)}` : unknown;

/** What is said of a workload on one side, written once: a mesh has far fewer workloads than flows. A workload belongs to one mesh. */
function perWorkload(write: (workload: Workload | null, principal: Principal) => Labels) {
  const known = { open: new WeakMap<Workload, Labels>(), secured: new WeakMap<Workload, Labels>() };
  const ofNobody = write(null, null);
  return (workload: Workload | null, principal: Principal): Labels => {
    if (!workload) return ofNobody;
    const own = principal ? known.secured : known.open;
    const written = own.get(workload) ?? write(workload, principal);
    own.set(workload, written);
    return written;
  };
}

const source = perWorkload((workload, principal) => ({
  source_workload: workload?.name ?? unknown,
  source_workload_namespace: workload?.namespace ?? unknown,
  source_principal: spiffe(workload, principal),
  source_app: workload?.app ?? unknown,
  source_version: workload?.version ?? unknown,
  source_canonical_service: workload?.canonicalService ?? unknown,
  source_canonical_revision: workload?.canonicalRevision ?? 'latest',
  source_cluster: workload ? cluster : unknown,
}));

const destination = perWorkload((workload, principal) => ({
  destination_workload: workload?.name ?? unknown,
  destination_workload_namespace: workload?.namespace ?? unknown,
  destination_principal: spiffe(workload, principal),
  destination_app: workload?.app ?? unknown,
  destination_version: workload?.version ?? unknown,
  destination_canonical_service: workload?.canonicalService ?? unknown,
  destination_canonical_revision: workload?.canonicalRevision ?? 'latest',
  destination_cluster: workload ? cluster : unknown,
}));

interface Named {
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
}

/** Where no host was chosen the service's namespace is not known either; its name comes from the route. */
const service = ({ host, name, namespace }: Named, chosen: boolean): Labels => ({
  destination_service: host,
  destination_service_name: name,
  destination_service_namespace: chosen ? namespace : unknown,
});

function serviceOf({ call, route }: Pick<Hop, 'call' | 'route'>, { leg }: Outcome, caller: Workload): Named {
  if (leg)
    return { host: leg.host, name: leg.service?.name ?? leg.host.split('.')[0] ?? unknown, namespace: leg.service?.namespace ?? unknown };
  if (route?.kind === 'passthrough') return { host: call.host, name: 'PassthroughCluster', namespace: unknown };
  if (route?.kind === 'blocked') return { host: call.host, name: 'BlackHoleCluster', namespace: unknown };
  if (route?.kind === 'no_route' && route.service) return route.service;
  // A gateway does not take the host of strangers for the name of a service.
  const host = caller.proxy === 'gateway' ? unknown : call.host;
  return { host, name: host, namespace: unknown };
}

/** gRPC tells its own status beside HTTP 200; a call that was given up has neither. */
function ending(protocol: Hop['call']['protocol'], code: number, flags: string): Labels {
  if (protocol === 'tcp') return { request_protocol: 'tcp', response_flags: flags };
  const answered = protocol === 'grpc' && code !== 0;
  return {
    request_protocol: protocol,
    response_code: String(answered ? 200 : code),
    ...(answered && { grpc_response_status: String(grpcStatusOf(code)) }),
    response_flags: flags,
  };
}
