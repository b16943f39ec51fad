import type { PrometheusAnswer } from './fake-prometheus.ts';

/** The questions of one reading of a mesh. */
type QuestionName = 'requests' | 'tcp' | 'durationBuckets' | 'durationSums' | 'amounts' | 'newestSample';

const metricNames: readonly (readonly [RegExp, QuestionName])[] = [
  [/timestamp\(/, 'newestSample'],
  [/istio_requests_total/, 'requests'],
  [/istio_tcp_sent_bytes_total/, 'tcp'],
  [/istio_request_bytes_sum/, 'amounts'],
  [/istio_request_duration_milliseconds_bucket/, 'durationBuckets'],
  [/istio_request_duration_milliseconds_sum/, 'durationSums'],
];

/** Answers each question of a reading with its samples. `instead`: what questions of one name get. */
export const answering =
  (answers: Readonly<Record<QuestionName, PrometheusAnswer>>, instead: Partial<Record<QuestionName, PrometheusAnswer>> = {}) =>
  (query: string): PrometheusAnswer => {
    const name = metricNames.find(([pattern]) => pattern.test(query))?.[1];
    return name === undefined ? [] : (instead[name] ?? answers[name]);
  };
