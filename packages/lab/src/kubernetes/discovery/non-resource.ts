import { parametersOf } from '../http/media-type.ts';
import type { Json } from '../json/json.ts';
import { noSuchPath } from '../status/status.ts';
import { aggregatedDiscovery } from './aggregated.ts';
import { apiGroupList, apiResourceList, apiVersions, oneApiGroup } from './legacy.ts';
import { openApiDocument, openApiIndex } from './openapi.ts';
import { swaggerDocument } from './swagger.ts';

/** What a path that is no resource answers. */
export interface Document {
  readonly contentType: string;
  readonly body: string | Buffer;
}

const json = (value: Json | undefined): Document => {
  if (!value) throw noSuchPath();
  return { contentType: 'application/json', body: JSON.stringify(value) };
};

/** The spelling of the type matters: the one with `@` that clients ask for is not one that Go's parser takes in an answer. */
const swagger: Document = {
  contentType: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
  body: swaggerDocument(),
};

/** Which version and build this API says it is. */
const build = {
  major: '1',
  minor: '33',
  gitVersion: 'v1.33.0+vigla-lab',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'none',
  compiler: 'none',
  platform: 'vigla/lab',
};

/** Answers discovery, documents and health by path. `accept`: the header, by which discovery is negotiated. Fails: NotFound. */
export function nonResource(path: string, accept: string): Document {
  const [first = '', ...rest] = path.split('/').filter((part) => part !== '');
  switch (first) {
    case '':
      return json({ paths: ['/api', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'] });
    case 'version':
      return json(build);
    case 'healthz':
    case 'livez':
    case 'readyz':
      return { contentType: 'text/plain; charset=utf-8', body: 'ok' };
    case 'openapi':
    case 'swagger-2.0.0.pb-v1':
      return documents(first === 'openapi' ? rest : ['v2'], accept);
    case 'api':
      return rest.length === 0 ? discovery(true, accept) : json(rest.length === 1 ? apiResourceList('', rest[0] ?? '') : undefined);
    case 'apis':
      return groupDiscovery(rest, accept);
    default:
      throw noSuchPath();
  }
}

function groupDiscovery(rest: readonly string[], accept: string): Document {
  const [group = '', version = ''] = rest;
  if (rest.length === 0) return discovery(false, accept);
  if (rest.length === 1) return json(oneApiGroup(group));
  return json(rest.length === 2 && group ? apiResourceList(group, version) : undefined);
}

/** The first form the client asks for that is served. A client that only knows v2beta1 must not be given v2: it would see no resources at all. */
function discovery(core: boolean, accept: string): Document {
  for (const wanted of accept.split(',')) {
    const parameters = parametersOf(wanted.split(';').slice(1));
    const asked = parameters.get('v') ?? '';
    if (
      parameters.get('g') === 'apidiscovery.k8s.io' &&
      parameters.get('as') === 'APIGroupDiscoveryList' &&
      ['v2', 'v2beta1'].includes(asked) &&
      wanted.trim().startsWith('application/json')
    ) {
      return {
        contentType: `application/json;g=apidiscovery.k8s.io;v=${asked};as=APIGroupDiscoveryList`,
        body: JSON.stringify(aggregatedDiscovery(core, asked)),
      };
    }
    if (/^\s*(?:application\/json|\*\/\*)\s*(?:;q=[\d.]+)?\s*$/.test(wanted)) break;
  }
  return json(core ? apiVersions : apiGroupList());
}

function documents(rest: readonly string[], accept: string): Document {
  const [kind, ...path] = rest;
  if (kind === 'v2' && path.length === 0) {
    return accept.includes('protobuf') ? swagger : json({ swagger: '2.0', info: { title: 'Vigla', version: 'v1.33' }, paths: {} });
  }
  if (kind !== 'v3') throw noSuchPath();
  const [root, ...where] = path;
  if (root === undefined) return json(openApiIndex());
  if (root === 'api' && where.length === 1) return json(openApiDocument('', where[0] ?? ''));
  return json(root === 'apis' && where.length === 2 ? openApiDocument(where[0] ?? '', where[1] ?? '') : undefined);
}
