import { text, tree, trees, type Tree } from './read.ts';
import { findService, type Registry } from './registry.ts';

/** Who is asked about requests that match a CUSTOM policy. */
export interface ExternalProvider {
  readonly name: string;
  /** One that speaks HTTP is never asked about TCP. */
  readonly protocol: 'http' | 'grpc';
  /** Host of its service, without the namespace part. */
  readonly host: string;
  /** Namespace that the host is looked up in; null where none is given. */
  readonly namespace: string | null;
  readonly port: number | null;
  /** Lets requests pass when the provider does not answer. */
  readonly failOpen: boolean;
  /** What requests are answered with when the provider does not answer. */
  readonly statusOnError: number;
}

/** The extension providers of a mesh by name; null when nobody can tell which there are. */
export type ExternalProviders = ReadonlyMap<string, ExternalProvider> | null;

/** Reads `extensionProviders` from the mesh's own settings. Providers of other kinds, such as for tracing, are left out. */
export function readExternalProviders(mesh: Tree | null): ExternalProviders {
  if (mesh === null) return null;
  const providers = mesh['extensionProviders'] ?? [];
  if (!Array.isArray(providers)) return null;
  return new Map(
    trees(providers)
      .flatMap((item) => readProvider(item))
      .map((provider) => [provider.name, provider]),
  );
}

function readProvider(provider: Tree): readonly ExternalProvider[] {
  const { envoyExtAuthzHttp, envoyExtAuthzGrpc } = provider;
  const settings = envoyExtAuthzHttp ?? envoyExtAuthzGrpc;
  const name = text(provider['name']);
  if (settings === undefined || !name) return [];
  const { service, port: written, statusOnError, failOpen } = tree(settings);
  const [place, host] = split(text(service) ?? '');
  const [port, status] = [Number(written), Number(statusOnError)];
  return [
    {
      name,
      protocol: envoyExtAuthzHttp === undefined ? 'grpc' : 'http',
      host,
      namespace: place,
      port: Number.isInteger(port) && port > 0 ? port : null,
      failOpen: failOpen === true,
      statusOnError: Number.isInteger(status) && status > 0 ? status : 403,
    },
  ];
}

/** `NAMESPACE/HOST` or `HOST`. Source: Istio reference, MeshConfig, external authorization providers. */
function split(service: string): readonly [string | null, string] {
  const slash = service.indexOf('/');
  return slash < 0 ? [null, service] : [service.slice(0, slash), service.slice(slash + 1)];
}

/** Whether a provider could answer. `unknown_service`: its host is of no service of the mesh. */
export type ProviderState = 'ready' | 'no_endpoints' | 'unknown_service';

/** Looks a provider up. Source: Istio reference, MeshConfig: a host without namespace is looked up in the registry as it is. */
export function providerState({ host, namespace }: ExternalProvider, registry: Registry, root: string): ProviderState {
  const service = findService(registry, host, namespace ?? root);
  if (!service) return 'unknown_service';
  return service.endpoints.some(({ pods }) => pods.length > 0) ? 'ready' : 'no_endpoints';
}
