/** One `rate` of a question: the metric, its matchers if it has any, and its window. */
const rate = /\brate\((istio_[\w:]*)(?:\{([^{}]*)\})?\[(\d+s)\]\)/g;

/** What two jobs write differently on what they read from the same proxy. The pod stays: it tells one proxy from another. */
const byTheScrape = 'job, instance, endpoint, container, service';

/**
 * The same question where several jobs scrape the same proxies: of the copies of a series the largest counts, not their sum.
 * Series that name no pod stay as they are, since nothing else tells their proxies apart.
 */
export const countedOnce = (query: string): string =>
  query.replaceAll(rate, (_, metric: string, matchers: string | undefined, window: string) => {
    const of = (pod: string): string => `rate(${metric}{${[matchers, pod].filter(Boolean).join(',')}}[${window}])`;
    return `(max without (${byTheScrape}) (${of('pod!=""')}) or ${of('pod=""')})`;
  });

/** A proxy may carry connections and never a request. */
const proxies = 'group by (namespace, pod, job) ({__name__=~"istio_requests_total|istio_tcp_sent_bytes_total",pod!=""})';

/** The jobs that scrape proxies which another job scrapes too: one element each, by the label `job`; none where each proxy is scraped once. */
export const copyingJobsQuery = (): string =>
  `group by (job) (${proxies} and on (namespace, pod) (count by (namespace, pod) (${proxies}) > 1))`;
