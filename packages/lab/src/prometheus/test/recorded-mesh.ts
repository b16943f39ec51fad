import type { Recording } from '../../series/index.ts';

/** When the recorded mesh was watched. Units: epoch ms. */
export const bornMs = Date.UTC(2026, 0, 10, 6);
export const endMs = bornMs + 2 * 3_600_000;
const scrapeMs = 15_000;

const grid = (phaseMs: number, fromMs: number, toMs: number): readonly number[] => {
  const moments: number[] = [];
  for (let t = bornMs + phaseMs; t <= endMs; t += scrapeMs) if (t >= fromMs && t <= toMs) moments.push(t);
  return moments;
};

/** A counter that changes pace, may be born late or die early, may restart, and may miss scrapes. */
function counter(labels: Recording['labels'], i: number): Recording {
  const fromMs = i % 5 === 1 ? bornMs + 2_700_000 : bornMs;
  const toMs = i % 7 === 2 ? endMs - 2_400_000 : endMs;
  const pace = i % 11 === 5 ? 0.000_7 : 0.31 + i * 0.173;
  let value = i % 3 === 0 ? 0 : 1_000 + i;
  const moments = grid((i * 997) % scrapeMs, fromMs, toMs).filter((_, k) => i % 4 !== 3 || k % 9 !== 4);
  const samples = moments.map((t, k) => {
    if (i % 6 === 4 && k === 100) value = 0;
    value += ((pace * scrapeMs) / 1_000) * (t > bornMs + 3_600_000 ? 1.7 : 1);
    return { t, v: Math.floor(value) };
  });
  return { labels, samples };
}

const gauge = (labels: Recording['labels'], i: number): Recording => ({
  labels,
  samples: grid((i * 3_011) % scrapeMs, bornMs, endMs).map((t, k) => ({ t, v: Math.sin(k / (7 + i)) * (50 + i * 3.7) + i * 0.013 })),
});

/** A gauge of the values that break arithmetic, and one that is silent for longer than an instant selector looks back. */
const odd = (labels: Recording['labels'], values: readonly number[]): Recording => ({
  labels,
  samples: grid(1_234, bornMs, endMs).map((t, k) => ({ t, v: values[k % values.length] ?? NaN })),
});
const sparse = (labels: Recording['labels'], i: number): Recording => ({
  labels,
  samples: gauge(labels, i).samples.filter((_, k) => k % 40 < 11),
});

const bounds = [1, 5, 10, 25, 50, 100, 250, 500, 1_000, Infinity];

/** A small mesh with everything that happens to series: late births, early deaths, restarts, missed scrapes, NaN and infinities. */
export function recordings(): readonly Recording[] {
  const all: Recording[] = [];
  let i = 0;
  const pairs = [
    ['productpage-v1', 'reviews-v1'],
    ['productpage-v1', 'reviews-v2'],
    ['reviews-v2', 'ratings-v1'],
    ['istio-ingressgateway', 'productpage-v1'],
    ['unknown', 'details-v1'],
  ] as const;
  for (const reporter of ['source', 'destination']) {
    for (const [source, destination] of pairs) {
      const ends = {
        reporter,
        source_workload: source,
        source_workload_namespace: source === 'istio-ingressgateway' ? 'istio-system' : source === 'unknown' ? 'unknown' : 'bookinfo',
        source_canonical_service: source.split('-')[0] ?? '',
        destination_workload: destination,
        destination_workload_namespace: 'bookinfo',
        destination_service_namespace: 'bookinfo',
        destination_service: `${destination.split('-')[0]}.bookinfo.svc.cluster.local`,
        destination_service_name: destination.split('-')[0] ?? '',
        request_protocol: destination.startsWith('ratings') ? 'grpc' : 'http',
      };
      for (const code of ['200', '503', '404']) {
        const outcome = {
          response_code: code,
          response_flags: code === '503' ? 'UF' : '-',
          grpc_response_status: code === '200' ? '0' : '14',
        };
        all.push(counter({ __name__: 'istio_requests_total', ...ends, ...outcome }, i++));
      }
      bounds.forEach((bound, b) => {
        const le = bound === Infinity ? '+Inf' : String(bound);
        const share = 1 - Math.exp(-(b + 1) / 3) * (b === bounds.length - 1 ? 0 : 1);
        const whole = counter({}, 12);
        const samples = whole.samples.map(({ t, v }) => ({ t, v: Math.floor(v * share ** (1 + i / 20)) }));
        all.push({ labels: { __name__: 'istio_request_duration_milliseconds_bucket', ...ends, le }, samples });
      });
      all.push(counter({ __name__: 'istio_request_duration_milliseconds_sum', ...ends }, i++));
      all.push(counter({ __name__: 'istio_tcp_sent_bytes_total', ...ends }, i++));
      all.push(counter({ __name__: 'istio_tcp_received_bytes_total', ...ends }, i++));
      all.push(gauge({ __name__: 'memory_bytes', reporter, source_workload: source, destination_workload: destination }, i++));
    }
  }
  all.push(gauge({ __name__: 'temperature', place: 'a "quoted" \\ back\nslashed é😀' }, i++));
  for (const [source] of pairs.slice(1))
    all.push(gauge({ __name__: 'workload_info', source_workload: source, team: `team-${source.length}` }, i++));
  all.push(odd({ __name__: 'odd', kind: 'nan' }, [1, NaN, 2.5, NaN, NaN, 4]));
  all.push(odd({ __name__: 'odd', kind: 'infinite' }, [Infinity, 1, -Infinity, 3]));
  all.push(odd({ __name__: 'odd', kind: 'large' }, [1e150, 3e150, 2.5e150]));
  all.push(odd({ __name__: 'odd', kind: 'small' }, [-0, 1e-150, 0, 3e-150]));
  all.push(odd({ __name__: 'odd', kind: 'constant' }, [42]));
  for (const place of ['attic', 'cellar']) all.push(sparse({ __name__: 'sparse', place, reporter: 'source' }, i++));
  return all;
}
