import type { Family, Labels, Scraped } from '../../series/index.ts';
import { dirtOf, secondJob, withoutDropped, type Dirt, type PodDirt } from './dirt.ts';

/** What a real Prometheus scrapes of a dirty mesh: the same dirt as `dirtySource` has, less the late scrapes, which are its own affair. */
export function dirtyScraped(scraped: Scraped, dirt: Dirt, scrapeMs: number): Scraped {
  const dirtFor = (namespace: string, pod: string): PodDirt => dirtOf(dirt, namespace, pod, scrapeMs);
  return {
    targets: () =>
      scraped
        .targets()
        .flatMap((target) => (dirtFor(target.namespace, target.pod).twice ? [target, { ...target, job: secondJob }] : [target])),
    scrape(namespace, pod, atMs) {
      const own = dirtFor(namespace, pod);
      if (own.isSilent(atMs)) return undefined;
      const families = scraped.scrape(namespace, pod, atMs);
      const resetMs = own.lastReset(atMs);
      const lost = linesOf(resetMs === null ? [] : (scraped.scrape(namespace, pod, resetMs) ?? []));
      return families?.map((family) => ({
        ...family,
        lines: family.lines.map(({ name, labels, value }) => ({
          name,
          labels: withoutDropped(labels, own),
          value: family.type === 'gauge' ? value : value - (lost.get(keyOf(name, labels)) ?? 0),
        })),
      }));
    },
  };
}

const keyOf = (name: string, labels: Labels): string => `${name} ${JSON.stringify(labels)}`;

const linesOf = (families: readonly Family[]): ReadonlyMap<string, number> =>
  new Map(families.flatMap(({ lines }) => lines.map(({ name, labels, value }) => [keyOf(name, labels), value] as const)));
