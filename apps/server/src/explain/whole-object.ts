import type { ObjectReference } from '@vigla/contract/istio';
import { KubeObject } from '@vigla/contract/objects';
import { AppError, type Caller } from '../http/index.ts';
import { resourcePath, watchedResources } from '../kubernetes/index.ts';
import type { Kubernetes } from '../sources/index.ts';

/** One object as the cluster has it, read with the caller's own rights. Null where they may not, it is gone, or the cluster does not answer: it is good to know and not needed. */
export async function readWhole(
  kubernetes: Pick<Kubernetes, 'request'>,
  { apiVersion, kind, namespace, name }: ObjectReference,
  { identity, signal }: Caller,
): Promise<KubeObject | null> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const resource = watchedResources.find((one) => one.kind === kind && one.group === group);
  if (!resource || version === undefined) return null;
  const path = resourcePath({ ...resource, version }, namespace === '' ? undefined : namespace, name);
  try {
    const { body } = await kubernetes.request(identity, { method: 'GET', path }, signal);
    return KubeObject.safeParse(body).data ?? null;
  } catch (error) {
    if (signal.aborted || !(error instanceof AppError)) throw error;
    return null;
  }
}
