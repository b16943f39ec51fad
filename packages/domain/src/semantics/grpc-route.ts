import { named, readRules, type ReadRoute, type RouteReading } from './http-route.ts';
import { text, tree, type Tree } from './read.ts';

/** Reads the rules of a GRPCRoute. */
export const readGrpcRoute = (spec: Tree, reading: RouteReading): ReadRoute => readRules(spec, reading, grpcMatch);

/** A method of a service is the path `/service/method`. Source: gRPC over HTTP2, Path; Gateway API, GRPCMethodMatch. */
function grpcMatch(match: Tree): Tree | string {
  return { uri: uriOf(tree(match['method'])), ...named('headers', match['headers']) };
}

function uriOf(asked: Tree): Tree {
  const service = text(asked['service']);
  const method = text(asked['method']);
  if (service === undefined && method === undefined) return { prefix: '/' };
  if (text(asked['type']) === 'RegularExpression') return { regex: `/${service ?? '[^/]+'}/${method ?? '[^/]+'}` };
  if (service === undefined) return { regex: `/[^/]+/${escaped(method ?? '')}` };
  return method === undefined ? { prefix: `/${service}/` } : { exact: `/${service}/${method}` };
}

const escaped = (written: string): string => written.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
