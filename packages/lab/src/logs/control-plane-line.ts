import type { Mesh, Pod } from '@vigla/domain/semantics';
import type { Timeline } from '../flow/index.ts';
import type { LogLine } from '../kubernetes/index.ts';
import { agentLine } from './proxy-line.ts';

/**
 * What the control plane writes: a push whenever the mesh changes, and proxies that come and go.
 * Source: logs of istiod. Unverified: the exact words of the current version. What it does not know of the change, such as
 * the number of the push, is left out.
 */
export function controlPlaneLines(timeline: Timeline, { createdMs }: Pod, toMs: number): readonly LogLine[] {
  const meshes = timeline.epochsIn(timeline.startMs, toMs).filter(({ mesh }, i, all) => mesh !== all[i - 1]?.mesh);
  return [
    agentLine(createdMs + 1900, 'info\tstarting secure gRPC discovery service at [::]:15012'),
    ...meshes.flatMap(({ startMs, mesh }, i) => (startMs < createdMs ? [] : push(startMs, mesh, meshes[i - 1]?.mesh))),
  ];
}

function push(startMs: number, mesh: Mesh, before: Mesh | undefined): readonly LogLine[] {
  const now = proxiesOf(mesh);
  const then = before ? proxiesOf(before) : now;
  const only = (ones: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] => [...ones].filter((one) => !others.has(one));
  const version = new Date(startMs).toISOString().replace(/\.\d+Z$/, 'Z');
  return [
    ...only(then, now).map((proxy) => agentLine(startMs, `info\tads\tADS: ${proxy} terminated`)),
    ...only(now, then).map((proxy) => agentLine(startMs, `info\tads\tADS: new connection for node:${proxy}`)),
    agentLine(startMs, `info\tads\tXDS: Pushing Services:${mesh.registry.services.size} ConnectedEndpoints:${now.size} Version:${version}`),
  ];
}

const proxiesOf = ({ registry }: Mesh): ReadonlySet<string> =>
  new Set(
    [...registry.workloads.values()].flatMap(({ namespace, pods }) =>
      pods.filter(({ injected }) => injected).map(({ name }) => `${name}.${namespace}`),
    ),
  );
