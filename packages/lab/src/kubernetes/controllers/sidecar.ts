import type { KubeObject } from '@vigla/contract/objects';
import { at, list } from '../json/json.ts';
import { rowOf } from '../resources/matrix.ts';
import type { Store } from '../store/store.ts';

const injectLabel = 'sidecar.istio.io/inject';
const revisionLabel = 'istio.io/rev';
export const proxyImage = 'docker.io/istio/proxyv2:1.29.0';

/**
 * The pod as the injector lets it be created: with a proxy where the labels of its namespace or its own ask for one.
 * `workload`: by what name the mesh knows it where its labels say none.
 */
export function injected(store: Store, pod: KubeObject, workload: string): KubeObject {
  const wanted = wantedRevision(store.get(rowOf('Namespace'), undefined, pod.metadata.namespace ?? '')?.metadata.labels ?? {}, pod);
  const revision = wanted === undefined ? undefined : servedRevision(store, wanted);
  if (revision === undefined || hasProxy(pod) || at(pod, 'spec', 'hostNetwork') === true) return pod;
  return withProxy(pod, workload, revision);
}

const hasProxy = (pod: KubeObject): boolean => list(at(pod, 'spec', 'containers')).some((one) => at(one, 'name') === 'istio-proxy');

/**
 * The revision of the injector that the labels choose. The namespace has the first word; only where it says nothing does the pod choose.
 * Source: Istio documentation, "Installing the Sidecar", the table of label precedence.
 */
export function wantedRevision(
  namespace: Readonly<Record<string, string>>,
  { metadata }: Pick<KubeObject, 'metadata'>,
): string | undefined {
  const { labels = {}, annotations = {} } = metadata;
  const injection = namespace['istio-injection'];
  if ((labels[injectLabel] ?? annotations[injectLabel]) === 'false') return undefined;
  if (injection !== undefined) return injection === 'enabled' ? 'default' : undefined;
  return namespace[revisionLabel] ?? labels[revisionLabel] ?? (labels[injectLabel] === 'true' ? 'default' : undefined);
}

/** The revision behind a name, which may be a tag; undefined where no injector answers to it. A lab that lists no injectors has one for every name. */
function servedRevision(store: Store, wanted: string): string | undefined {
  const injectors = store.list(rowOf('MutatingWebhookConfiguration')).flatMap(({ metadata }) => {
    const revision = metadata.labels?.[revisionLabel];
    return revision === undefined ? [] : [{ revision, tag: metadata.labels?.['istio.io/tag'] }];
  });
  if (injectors.length === 0) return wanted;
  return injectors.find(({ revision, tag }) => tag === wanted || revision === wanted)?.revision;
}

function withProxy(pod: KubeObject, workload: string, revision: string): KubeObject {
  const labels = pod.metadata.labels ?? {};
  const app = labels['app.kubernetes.io/name'] ?? labels['app'] ?? workload;
  const version = labels['app.kubernetes.io/version'] ?? labels['version'] ?? 'latest';
  const ports = [{ containerPort: 15_090, name: 'http-envoy-prom', protocol: 'TCP' }];
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      annotations: {
        ...pod.metadata.annotations,
        [revisionLabel]: revision,
        'sidecar.istio.io/status': JSON.stringify({ containers: ['istio-proxy'], revision }),
      },
      labels: {
        'service.istio.io/canonical-name': app,
        'service.istio.io/canonical-revision': version,
        ...labels,
        'security.istio.io/tlsMode': 'istio',
      },
    },
    spec: { ...pod.spec, containers: [...list(at(pod, 'spec', 'containers')), { name: 'istio-proxy', image: proxyImage, ports }] },
  };
}
