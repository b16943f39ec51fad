import type { Labels, Scraped, Target } from '../../series/index.ts';

/** One entry of HTTP service discovery. */
export interface Discovered {
  readonly targets: readonly [string];
  readonly labels: Labels;
}

/** Where a pod's metrics are read. */
export const scrapePath = ({ namespace, pod }: Target): string => `/scrape/${encodeURIComponent(namespace)}/${encodeURIComponent(pod)}`;

/**
 * Tells a Prometheus how to scrape every pod through one port: each is a path, and carries the labels it would have
 * had at an address of its own.
 */
export const discover = (scraped: Scraped, host: string): readonly Discovered[] =>
  scraped.targets().map((target) => ({
    targets: [host],
    labels: {
      ...target.labels,
      __metrics_path__: scrapePath(target),
      namespace: target.namespace,
      pod: target.pod,
      job: target.job,
      instance: target.instance,
    },
  }));
