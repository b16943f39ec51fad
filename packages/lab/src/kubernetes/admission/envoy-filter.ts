import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, type Json, list, record, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkRegex } from './primitives.ts';

const listenerParts = ['LISTENER', 'FILTER_CHAIN', 'NETWORK_FILTER', 'HTTP_FILTER', 'LISTENER_FILTER'];
const routeParts = ['ROUTE_CONFIGURATION', 'VIRTUAL_HOST', 'HTTP_ROUTE'];

/** What Istio's webhook says of an EnvoyFilter. What a patch does to the proxy nobody checks. */
export function reviewEnvoyFilter({ spec }: KubeObject, findings: Findings): void {
  const selector = at(spec, 'workloadSelector');
  if (selector !== undefined && Object.keys(record(at(selector, 'labels'))).length === 0)
    findings.warnings.push('Envoy filter: workload selector specified without labels, will be applied to all services in namespace');
  list(at(spec, 'configPatches')).forEach((patch, index) => checkPatch(patch, `configPatches[${index}]`, findings));
}

function checkPatch(config: unknown, path: string, findings: Findings): void {
  const wrong = isRecord(config) ? (incomplete(config) ?? mismatched(config)) : 'null config patch';
  if (wrong !== undefined) findings.errors.push(`${path}: ${wrong}`);
  const version = text(at(config, 'match', 'proxy', 'proxyVersion'));
  if (version !== '') checkRegex(version, `${path}.match.proxy.proxyVersion`, findings);
}

function incomplete(config: Json): string | undefined {
  const isNamed = (value: unknown): boolean => text(value) !== '' && value !== 'INVALID';
  const operation = at(config, 'patch', 'operation');
  if (!isNamed(config['applyTo'])) return 'missing applyTo';
  if (config['patch'] === undefined) return 'missing patch';
  if (!isNamed(operation)) return 'missing patch operation';
  const needsValue = operation !== 'REMOVE' && at(config, 'patch', 'value') === undefined;
  return needsValue ? 'missing patch value for non-remove operation' : undefined;
}

/** A match must be about the part that is changed. */
function mismatched(config: Json): string | undefined {
  const applyTo = text(config['applyTo']);
  const wrong = (
    [
      ['listener', 'a listener match', listenerParts],
      ['routeConfiguration', 'a route configuration match', routeParts],
      ['cluster', 'a cluster match', ['CLUSTER']],
    ] as const
  ).find(([field, , parts]) => at(config, 'match', field) !== undefined && !parts.some((one) => one === applyTo));
  return wrong && `applyTo ${applyTo} cannot have ${wrong[1]}`;
}
