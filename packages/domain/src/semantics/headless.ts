import type { KubeObject } from '@vigla/contract/objects';
import { tree } from './read.ts';
import type { Service } from './registry.ts';

/** Whether mTLS may be tried towards a service. */
export type MayTryMtls = (service: Service | null) => boolean;

/**
 * Services without an address of their own are reached pod by pod, with one setting for all of them: callers try mTLS only
 * where every pod has a proxy. Other services are told apart pod by pod.
 */
export function readHeadless(objects: readonly KubeObject[]): MayTryMtls {
  const headless = new Set(
    objects
      .filter(({ kind, apiVersion, spec }) => kind === 'Service' && apiVersion === 'v1' && tree(spec)['clusterIP'] === 'None')
      .map(({ metadata }) => `${metadata.name}.${metadata.namespace ?? ''}.svc.cluster.local`),
  );
  return (service) =>
    !service || !headless.has(service.host) || service.endpoints.every(({ pods }) => pods.every(({ injected }) => injected));
}
