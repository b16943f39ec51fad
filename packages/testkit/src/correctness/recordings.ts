import type { Answers, Sample } from '../bookinfo/index.ts';

/** A series as it was scraped, sample by sample. Order: oldest first. Units: epoch ms. */
export interface Recorded {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly { readonly t: number; readonly v: number }[];
}

/** A mesh and when its metrics are taken. Units: epoch ms. */
interface Scraped {
  readonly answers: Answers;
  readonly fromMs: number;
  readonly toMs: number;
}

const stepMs = 15_000;
/** A proxy that runs for a while: near its birth a rate is a guess. */
const countedBefore = 1e6;

const requests = 'istio_requests_total';
const buckets = 'istio_request_duration_milliseconds_bucket';
const sums = 'istio_request_duration_milliseconds_sum';
const amounts: Readonly<Record<string, string>> = {
  sent: 'istio_tcp_sent_bytes_total',
  received: 'istio_tcp_received_bytes_total',
  request_bytes: 'istio_request_bytes_sum',
  response_bytes: 'istio_response_bytes_sum',
  request_messages: 'istio_request_messages_total',
  response_messages: 'istio_response_messages_total',
};

/** The counters of proxies that lead to these answers, each of a pod that is scraped every 15 s. The same series of several meshes is one. */
export function recordings(meshes: readonly Scraped[]): readonly Recorded[] {
  const series = new Map<string, { readonly labels: Recorded['labels']; readonly samples: Recorded['samples'][number][] }>();
  for (const { answers, fromMs, toMs } of [...meshes].sort((a, b) => a.fromMs - b.fromMs))
    for (const { labels, value } of counters(answers)) {
      const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
      const found = series.get(key) ?? { labels, samples: [] };
      series.set(key, found);
      for (let t = fromMs; t <= toMs; t += stepMs) found.samples.push({ t, v: countedBefore + (value * (t - fromMs)) / 1000 });
    }
  return [...series.values()];
}

const counters = (answers: Answers): readonly Sample[] => [
  ...answers.requests.map((sample) => scraped(requests, sample)),
  ...answers.durationBuckets.map((sample) => scraped(buckets, sample)),
  ...answers.durationSums.map((sample) => scraped(sums, sample)),
  ...[...answers.tcp, ...answers.amounts].map(({ labels: { amount = '', ...labels }, value }) =>
    scraped(amounts[amount] ?? amount, { labels, value }),
  ),
];

/** A series with what a scrape adds: the pod of the proxy that tells it. */
function scraped(name: string, { labels, value }: Sample): Sample {
  const { reporter = '', app = '' } = labels;
  const side = reporter === 'destination' ? 'destination' : 'source';
  const teller = app === 'ztunnel' || reporter === 'waypoint' ? app || reporter : (labels[`${side}_workload`] ?? '');
  const namespace = labels[`${side}_workload_namespace`] ?? '';
  const pod = `${teller}-7d9f`;
  return { labels: { __name__: name, ...labels, job: 'kubernetes-pods', namespace, pod, instance: `${pod}.${namespace}:15020` }, value };
}
