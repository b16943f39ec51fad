import type { Pod, Workload } from '@vigla/domain/semantics';
import type { Timeline } from '../flow/index.ts';
import { follow, originsIn, touchedFrom, type Passage } from '../jaeger/index.ts';
import { accessLines } from './access-line.ts';
import { applicationLines, applicationStart } from './application-line.ts';
import { controlPlaneLines } from './control-plane-line.ts';
import type { LoggedContainer, LogLine, PodLogs } from '../kubernetes/index.ts';
import { proxyLines } from './proxy-line.ts';

/**
 * So much of the past is kept of the lines that requests leave: a kubelet, too, throws old lines away.
 * Lines about the container itself are few and kept for good. Units: ms.
 */
const keptMs = 10 * 60_000;
/** Requests that take longer are not in the logs: they would have to be looked for in all of the past. Units: ms. */
const longestMs = 30_000;

/**
 * Logs of the pods of a timeline. Nothing is stored: lines are worked out from the same requests as traces are, so what
 * a line says a trace says too. At most ten requests a second are followed, whatever the load, so a pod writes at most
 * as many lines a second as those ten have tries and calls at it. Pure: the same span always has the same lines.
 */
export function createLogs(timeline: Timeline): PodLogs {
  const remembered = createMemory(timeline);
  return {
    lines(pod, fromMs, toMs) {
      const life = lifeOf(timeline, pod, { fromMs, toMs });
      if (!life) return [];
      const span = { fromMs: Math.max(fromMs, timeline.startMs), toMs };
      const own = [...linesAbout(timeline, pod, life, { fromMs, toMs }), ...linesOfRequests(remembered, pod, life, span)];
      return own.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).sort((a, b) => a.atMs - b.atMs);
    },
  };
}

interface Life {
  readonly workload: Workload;
  readonly pod: Pod;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The pod as it was last seen in a span. */
function lifeOf(timeline: Timeline, { namespace, name }: LoggedContainer, { fromMs, toMs }: Span): Life | undefined {
  for (const { mesh } of timeline.epochsIn(fromMs, toMs).toReversed()) {
    for (const workload of mesh.registry.workloads.values()) {
      const pod = workload.namespace === namespace ? workload.pods.find((one) => one.name === name) : undefined;
      if (pod) return { workload, pod };
    }
  }
  return undefined;
}

const isProxy = ({ container }: LoggedContainer): boolean => container === 'istio-proxy';
const isControlPlane = ({ workload }: Life): boolean => workload.canonicalService === 'istiod';

/** What a container says about itself. */
function linesAbout(timeline: Timeline, pod: LoggedContainer, life: Life, span: Span): readonly LogLine[] {
  if (isProxy(pod)) return life.pod.injected ? proxyLines(timeline.seed, life.pod, span) : [];
  return isControlPlane(life) ? controlPlaneLines(timeline, life.pod, span.toMs) : applicationStart(life.workload, life.pod);
}

function linesOfRequests(passagesIn: PassagesIn, pod: LoggedContainer, life: Life, { fromMs, toMs }: Span): readonly LogLine[] {
  const write = isProxy(pod) ? accessLines : applicationLines;
  const first = Math.floor((Math.max(fromMs, toMs - keptMs) - longestMs) / 1000);
  const oldestMs = toMs - keptMs;
  const lines: LogLine[] = [];
  for (let second = first; second * 1000 < toMs; second++) {
    for (const passage of passagesIn(second, life.workload.key))
      lines.push(...write(passage, pod).filter(({ atMs, startMs }) => atMs >= oldestMs && atMs - startMs <= longestMs));
  }
  return lines;
}

/** Requests that begin in a second and may pass a workload. */
type PassagesIn = (second: number, workload: string) => readonly Passage[];

/** Seconds whose requests are kept: enough for whoever follows the end of the logs of several pods at a time. */
const mostRemembered = 90;

/** Follows the requests of a second once for all pods that are read one after the other. */
function createMemory(timeline: Timeline): PassagesIn {
  const known = new Map<number, Remembered>();
  const rememberedOf = (second: number): Remembered => {
    const epochs = timeline.epochsIn(second * 1000, second * 1000 + 999);
    const before = known.get(second);
    const same = before?.epochs.length === epochs.length && before.epochs.every((epoch, i) => epoch === epochs[i]);
    const found = same ? before : { epochs, byRoot: new Map<number, readonly Passage[]>() };
    known.delete(second);
    known.set(second, found);
    const { value: oldest } = known.keys().next();
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
    return found;
  };
  return (second, workload) => {
    const { epochs, byRoot } = rememberedOf(second);
    return (epochs.at(-1)?.solution.entries ?? []).flatMap((entry, root) => {
      if (!entry || !touchedFrom(entry).has(workload)) return [];
      const passages = byRoot.get(root) ?? originsIn(timeline, root, second).flatMap((origin) => follow(timeline, origin) ?? []);
      byRoot.set(root, passages);
      return passages;
    });
  };
}

/** What was followed in the epochs of a second: others may take their place. */
interface Remembered {
  readonly epochs: ReturnType<Timeline['epochsIn']>;
  readonly byRoot: Map<number, readonly Passage[]>;
}
