import type { Pod } from '@vigla/domain/semantics';
import { roll } from '../flow/index.ts';
import type { LogLine } from '../kubernetes/index.ts';

/** A control plane closes connections after half an hour, so that proxies spread anew. Source: istiod's `keepaliveMaxServerConnectionAge`. Units: ms. */
const reconnectMs = 30 * 60_000;

/** Units: epoch ms. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * What a proxy writes about itself: its start, and each time it connects to the control plane anew. Lines
 * of a long life are made for a span of it alone, and a few around it.
 * Source: logs of pilot-agent. Unverified: the exact words of the current version.
 */
export function proxyLines(seed: number, { name, createdMs }: Pod, { fromMs, toMs }: Span): readonly LogLine[] {
  const dice = (lane: string, nth = 0): number => roll(seed, 'proxy', name, lane, nth);
  const bornMs = createdMs + 1200 + Math.floor(dice('start') * 800);
  const readyMs = 600 + Math.floor(dice('ready') * 900);
  const connected = 'info\txdsproxy\tconnected to upstream XDS server: istiod.istio-system.svc:15012';
  const start: readonly (readonly [afterMs: number, text: string])[] = [
    [0, 'info\tEnvoy command: [-c etc/istio/proxy/envoy-rev.json --drain-time-s 45 --drain-strategy immediate --concurrency 2]'],
    [140, connected],
    [readyMs, `info\tReadiness succeeded in ${readyMs}ms`],
    [readyMs + 1, 'info\tEnvoy proxy is ready'],
  ];
  const first = Math.max(0, Math.floor((fromMs - bornMs) / reconnectMs) - 1);
  const end = Math.max(first, Math.floor((toMs - bornMs) / reconnectMs) + 1);
  const again = Array.from({ length: end - first }, (_, i) => ({
    atMs: bornMs + (first + i + 1) * reconnectMs - Math.floor(dice('again', first + i) * 90_000),
    text: connected,
  }));
  return [...start.map(([afterMs, text]) => ({ atMs: bornMs + afterMs, text })), ...again].map(({ atMs, text }) => agentLine(atMs, text));
}

/** A line in the form of Istio's own programs: microseconds, level, scope and words between tabs. */
export const agentLine = (atMs: number, text: string): LogLine => ({
  atMs,
  text: `${new Date(atMs).toISOString().replace('Z', '000Z')}\t${text}`,
});
