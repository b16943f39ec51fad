import { noon } from './noon.ts';

/** One element of a Prometheus vector. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Answers to the questions of one reading of a mesh, by the names of the questions. */
export interface Answers {
  readonly requests: readonly Sample[];
  readonly tcpSent: readonly Sample[];
  readonly tcpReceived: readonly Sample[];
  readonly durationBuckets: readonly Sample[];
  readonly durationSums: readonly Sample[];
  readonly newestSample: readonly Sample[];
}

type Reporter = 'source' | 'destination' | 'waypoint';

/** Requests from one workload to another. Workloads are named `reviews-v1` (in bookinfo) or `clients/sleep`; `unknown` is a caller without a proxy. */
export interface Call {
  readonly from: string;
  /** Null where no workload was reached: the service is all that is known. */
  readonly to: string | null;
  readonly rps: number;
  readonly code?: number | string;
  readonly flags?: string;
  readonly protocol?: 'http' | 'grpc';
  readonly grpcStatus?: string;
  readonly reporters?: readonly Reporter[];
  /** Defaults to the service of the target's app. */
  readonly host?: string;
  readonly policy?: 'mutual_tls' | 'none' | 'unknown';
  /** Every request takes about so long. */
  readonly ms?: number;
}

const everything: Answers = { requests: [], tcpSent: [], tcpReceived: [], durationBuckets: [], durationSums: [], newestSample: [] };

/** The samples that Istio's proxies leave of a call: one per reporter and question. */
export function call({ reporters = ['source', 'destination'], ...rest }: Call): Answers {
  const parts = reporters.map((reporter): Answers => {
    const labels = { ...labelsOf(rest, reporter), ...outcomeOf(rest) };
    const timed = { ...timedBy(labels), request_protocol: rest.protocol ?? 'http' };
    const ms = rest.ms ?? 20;
    return {
      ...everything,
      requests: [{ labels, value: rest.rps }],
      durationBuckets: bounds
        .map((bound) => ({ labels: { ...timed, le: String(bound) }, value: ms <= bound ? rest.rps : 0 }))
        .concat({ labels: { ...timed, le: '+Inf' }, value: rest.rps }),
      durationSums: [{ labels: timed, value: rest.rps * ms }],
    };
  });
  return together(...parts);
}

/** Response times are asked for by fewer labels than requests. */
const timedLabels = [
  'reporter',
  'source_workload_namespace',
  'source_workload',
  'destination_service_namespace',
  'destination_service',
  'destination_workload_namespace',
  'destination_workload',
];
const timedBy = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(timedLabels.map((name) => [name, labels[name] ?? '']));

/** The samples of a TCP connection on which bytes flow both ways. */
export function tcp({
  reporters = ['source', 'destination'],
  bytesPerSecond,
  ...rest
}: Omit<Call, 'rps' | 'to'> & { readonly to: string; readonly bytesPerSecond: number }): Answers {
  const samples = reporters.map((reporter) => ({
    labels: { ...labelsOf(rest, reporter), request_protocol: 'tcp' },
    value: bytesPerSecond / 2,
  }));
  return { ...everything, tcpSent: samples, tcpReceived: samples };
}

/** Several readings as one. Samples with equal labels add up, as they do in Prometheus. */
export function together(...parts: readonly Answers[]): Answers {
  const of = (name: keyof Answers): readonly Sample[] => summed(parts.flatMap((part) => part[name]));
  return {
    requests: of('requests'),
    tcpSent: of('tcpSent'),
    tcpReceived: of('tcpReceived'),
    durationBuckets: of('durationBuckets'),
    durationSums: of('durationSums'),
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

function outcomeOf({ code = 200, flags = '-', protocol = 'http', grpcStatus }: Omit<Call, 'reporters'>): Record<string, string> {
  return {
    request_protocol: protocol,
    response_code: String(code),
    response_flags: flags,
    ...(protocol === 'grpc' && { grpc_response_status: grpcStatus ?? '0' }),
  };
}

function labelsOf({ from, to, host, policy }: Pick<Call, 'from' | 'to' | 'host' | 'policy'>, reporter: Reporter): Record<string, string> {
  const target = to === null ? null : named(to);
  const asked = host ?? (target ? `${target.app}.${target.namespace}.svc.cluster.local` : 'unknown');
  const security = reporter === 'source' ? 'unknown' : (policy ?? 'mutual_tls');
  return {
    reporter,
    ...end('source', from === 'unknown' ? null : named(from)),
    ...end('destination', target),
    destination_service: asked,
    destination_service_name: asked.split('.')[0] ?? asked,
    destination_service_namespace: target?.namespace ?? 'unknown',
    connection_security_policy: security,
    source_principal: from === 'unknown' || security === 'none' ? 'unknown' : principal(named(from)),
    destination_principal: target && security !== 'none' ? principal(target) : 'unknown',
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

const principal = ({ namespace, app }: Named): string => `spiffe://cluster.local/ns/${namespace}/sa/bookinfo-${app}`;

function end(side: 'source' | 'destination', who: Named | null): Record<string, string> {
  return {
    [`${side}_cluster`]: who ? 'Kubernetes' : 'unknown',
    [`${side}_workload_namespace`]: who?.namespace ?? 'unknown',
    [`${side}_workload`]: who?.workload ?? 'unknown',
    [`${side}_canonical_service`]: who?.app ?? 'unknown',
    [`${side}_canonical_revision`]: who?.version ?? 'latest',
  };
}
