import { noon } from './noon.ts';

/** One element of a Prometheus vector. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Answers to the questions of one reading of a mesh, by the names of the questions. */
export interface Answers {
  readonly requests: readonly Sample[];
  readonly tcp: readonly Sample[];
  readonly durationBuckets: readonly Sample[];
  readonly durationSums: readonly Sample[];
  readonly amounts: readonly Sample[];
  readonly newestSample: readonly Sample[];
}

type Reporter = 'source' | 'destination' | 'waypoint';

interface Between {
  /** Workloads are named `reviews-v1` (in bookinfo) or `clients/sleep`; `unknown` is a caller without a proxy. */
  readonly from: string;
  /** Null where no workload was reached: the service is all that is known. */
  readonly to: string | null;
  /** Defaults to the service of the target's app. */
  readonly host?: string;
  readonly policy?: 'mutual_tls' | 'none' | 'unknown';
  /** Clusters of the two ends. Default: the one that Istio calls "Kubernetes". */
  readonly clusters?: readonly [from: string, to: string];
  /** Identity of the caller. Default: that of its service account. */
  readonly principal?: string;
}

/** Requests from one workload to another. */
export interface Call extends Between {
  readonly rps: number;
  readonly code?: number | string;
  readonly flags?: string;
  readonly protocol?: 'http' | 'grpc';
  readonly grpcStatus?: string;
  readonly reporters?: readonly Reporter[];
  /** Every request takes about so long. */
  readonly ms?: number;
  /** The kind of request, where the mesh classifies them. */
  readonly operation?: string;
  /** Of each request, and of each response. */
  readonly bytes?: readonly [request: number, response: number];
  /** Of gRPC: messages of each request, and of each response. */
  readonly messages?: readonly [request: number, response: number];
}

/** A connection on which bytes flow. */
interface Connection extends Between {
  readonly to: string;
  /** Half of it each way, unless `received` says how much of it the called one sends. */
  readonly bytesPerSecond: number;
  readonly received?: number;
  readonly reporters?: readonly Reporter[];
  /** Told by the node's proxy rather than by the pods' own. */
  readonly ztunnel?: boolean;
}

const everything: Answers = { requests: [], tcp: [], durationBuckets: [], durationSums: [], amounts: [], newestSample: [] };

/** The samples that Istio's proxies leave of a call: one per reporter and question. */
export function call({ reporters = ['source', 'destination'], ...rest }: Call): Answers {
  const parts = reporters.map((reporter): Answers => {
    const labels = { ...labelsOf(rest, reporter), ...outcomeOf(rest) };
    const timed = { ...timedBy(labels), request_protocol: rest.protocol ?? 'http' };
    const ms = rest.ms ?? 20;
    const amount = (name: string, each: number | undefined): readonly Sample[] =>
      each === undefined ? [] : [{ labels: { ...timed, amount: name }, value: each * rest.rps }];
    return {
      ...everything,
      requests: [{ labels, value: rest.rps }],
      durationBuckets: bounds
        .map((bound) => ({ labels: { ...timed, le: String(bound) }, value: ms <= bound ? rest.rps : 0 }))
        .concat({ labels: { ...timed, le: '+Inf' }, value: rest.rps }),
      durationSums: [{ labels: timed, value: rest.rps * ms }],
      amounts: [
        ...amount('request_bytes', rest.bytes?.[0]),
        ...amount('response_bytes', rest.bytes?.[1]),
        ...amount('request_messages', rest.messages?.[0]),
        ...amount('response_messages', rest.messages?.[1]),
      ],
    };
  });
  return together(...parts);
}

/** Response times and amounts are asked for by fewer labels than requests. */
const timedLabels = [
  'reporter',
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  'destination_cluster',
  'destination_service_namespace',
  'destination_service',
  'destination_workload_namespace',
  'destination_workload',
];
const timedBy = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(timedLabels.map((name) => [name, labels[name] ?? '']));

/** The samples of a TCP connection on which bytes flow both ways. */
export function tcp({ reporters = ['source', 'destination'], bytesPerSecond, received, ztunnel, ...rest }: Connection): Answers {
  const sent = received ?? bytesPerSecond / 2;
  const samples = reporters.flatMap((reporter): readonly Sample[] => {
    const app = ztunnel === true ? 'ztunnel' : (reporter === 'source' ? rest.from : rest.to).replace(/^.*\/|-v\d+$/g, '');
    const labels = { ...labelsOf(rest, reporter), request_protocol: 'tcp', app };
    return [
      { labels: { ...labels, amount: 'sent' }, value: sent },
      { labels: { ...labels, amount: 'received' }, value: bytesPerSecond - sent },
    ];
  });
  return { ...everything, tcp: samples };
}

/** Several readings as one. Samples with equal labels add up, as they do in Prometheus. */
export function together(...parts: readonly Answers[]): Answers {
  const of = (name: keyof Answers): readonly Sample[] => summed(parts.flatMap((part) => part[name]));
  return {
    requests: of('requests'),
    tcp: of('tcp'),
    durationBuckets: of('durationBuckets'),
    durationSums: of('durationSums'),
    amounts: of('amounts'),
    newestSample: [{ labels: {}, value: noon - 3 }],
  };
}

/** Upper bounds of Istio's response-time buckets, ms. */
const bounds = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000, 3_600_000];

function summed(samples: readonly Sample[]): readonly Sample[] {
  const byLabels = new Map<string, Sample>();
  for (const { labels, value } of samples) {
    const key = JSON.stringify(labels);
    byLabels.set(key, { labels, value: value + (byLabels.get(key)?.value ?? 0) });
  }
  return [...byLabels.values()];
}

function outcomeOf({ code = 200, flags = '-', protocol = 'http', grpcStatus, operation }: Omit<Call, 'reporters'>): Record<string, string> {
  return {
    request_protocol: protocol,
    response_code: String(code),
    response_flags: flags,
    ...(protocol === 'grpc' && { grpc_response_status: grpcStatus ?? '0' }),
    ...(operation !== undefined && { request_operation: operation }),
  };
}

function labelsOf({ from, to, host, policy, clusters, principal }: Between, reporter: Reporter): Record<string, string> {
  const target = to === null ? null : named(to);
  const asked = host ?? (target ? `${target.app}.${target.namespace}.svc.cluster.local` : 'unknown');
  const security = reporter === 'source' ? 'unknown' : (policy ?? 'mutual_tls');
  const caller = from === 'unknown' ? null : named(from);
  return {
    reporter,
    ...end('source', caller, clusters?.[0]),
    ...end('destination', target, clusters?.[1]),
    destination_service: asked,
    destination_service_name: asked.split('.')[0] ?? asked,
    destination_service_namespace: target?.namespace ?? 'unknown',
    connection_security_policy: security,
    source_principal: principal ?? identityOf(caller, security),
    destination_principal: identityOf(target, security),
  };
}

interface Named {
  readonly namespace: string;
  readonly workload: string;
  readonly app: string;
  readonly version: string;
}

function named(text: string): Named {
  const [namespace, workload] = text.includes('/')
    ? [text.slice(0, text.indexOf('/')), text.slice(text.indexOf('/') + 1)]
    : ['bookinfo', text];
  const [, app = workload, version = 'latest'] = /^(.+)-(v\d+)$/.exec(workload) ?? [];
  return { namespace, workload, app, version };
}

const identityOf = (who: Named | null, security: string): string =>
  who === null || security === 'none' ? 'unknown' : `spiffe://cluster.local/ns/${who.namespace}/sa/bookinfo-${who.app}`;

function end(side: 'source' | 'destination', who: Named | null, cluster = 'Kubernetes'): Record<string, string> {
  return {
    [`${side}_cluster`]: who ? cluster : 'unknown',
    [`${side}_workload_namespace`]: who?.namespace ?? 'unknown',
    [`${side}_workload`]: who?.workload ?? 'unknown',
    [`${side}_canonical_service`]: who?.app ?? 'unknown',
    [`${side}_canonical_revision`]: who?.version ?? 'latest',
  };
}
