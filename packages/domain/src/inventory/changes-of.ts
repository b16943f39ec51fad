import type { Change } from '@vigla/contract/changes';
import type { KubeObject } from '@vigla/contract/objects';
import { at, type EpochSeconds } from '@vigla/contract/units';
import { textOf } from './fields.ts';

interface Span {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

/** Kinds of the cluster itself whose writes are somebody's decision; pods, replica sets and jobs only follow from them. */
const decided = new Set([
  'apps/v1 Deployment',
  'apps/v1 StatefulSet',
  'apps/v1 DaemonSet',
  'batch/v1 CronJob',
  'v1 Service',
  'v1 Namespace',
]);
const meshGroups = /^([a-z-]+\.istio\.io|gateway\.networking\.k8s\.io)\//;

/** Controllers that keep objects as others asked for: what they write is an echo, not a change of mind. */
const echoes = new Set([
  'kube-controller-manager',
  'kube-scheduler',
  'kubelet',
  'pilot-discovery',
  'istiod',
  'cloud-controller-manager',
  'openshift-controller-manager',
]);

/**
 * Writes to mesh configuration and workloads within a span, newest first, as the objects' own records tell.
 * A record keeps only the last write of each manager: earlier writes of the same manager are not known.
 */
export function changesOf(objects: readonly KubeObject[], { from, to }: Span): Change[] {
  const found = objects.filter(isDecided).flatMap(changesOfOne);
  return found.filter((change) => change.at >= from && change.at <= to).sort(newestFirst);
}

const isDecided = ({ apiVersion, kind }: KubeObject): boolean => decided.has(`${apiVersion} ${kind}`) || meshGroups.test(apiVersion);

function changesOfOne({ apiVersion, kind, metadata }: KubeObject): readonly Change[] {
  const object = { apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name };
  const born = instant(metadata.creationTimestamp);
  const writes = (metadata.managedFields ?? []).filter(isWrite).flatMap(({ manager = 'unknown', time }) => {
    const written = instant(time);
    return written === null ? [] : [{ by: manager, written }];
  });
  const creator = writes.find(({ written }) => written === born)?.by ?? 'unknown';
  const later = writes.filter(({ by, written }) => written !== born && !echoes.has(by));
  return [
    ...(born === null ? [] : [{ at: born, object, by: creator, kind: 'created' as const }]),
    ...later.map(({ by, written }) => ({ at: written, object, by, kind: 'changed' as const })),
  ];
}

const isWrite = (entry: NonNullable<KubeObject['metadata']['managedFields']>[number]): boolean => textOf(entry, 'subresource') !== 'status';

function instant(time: string | undefined): EpochSeconds | null {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return ms >= 0 ? at(Math.floor(ms / 1000)) : null;
}

function newestFirst(a: Change, b: Change): number {
  const [x, y] = [a, b].map(({ object, by }) => `${object.kind}/${object.namespace}/${object.name}/${by}`);
  return b.at - a.at || ((x ?? '') < (y ?? '') ? -1 : 1);
}
