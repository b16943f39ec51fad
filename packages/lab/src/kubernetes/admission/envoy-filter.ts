import type { KubeObject } from '@vigla/contract/objects';
import { at, isRecord, list, record, text } from '../json/json.ts';
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
  const { errors } = findings;
  const [applyTo, operation] = [text(at(config, 'applyTo')), text(at(config, 'patch', 'operation'))];
  const isOf = (parts: readonly string[]): boolean => parts.includes(applyTo);
  if (!isRecord(config)) errors.push(`${path}: null config patch`);
  else if (applyTo === '' || applyTo === 'INVALID') errors.push(`${path}: missing applyTo`);
  else if (at(config, 'patch') === undefined) errors.push(`${path}: missing patch`);
  else if (operation === '' || operation === 'INVALID') errors.push(`${path}: missing patch operation`);
  else if (operation !== 'REMOVE' && at(config, 'patch', 'value') === undefined)
    errors.push(`${path}: missing patch value for non-remove operation`);
  else if (at(config, 'match', 'listener') !== undefined && !isOf(listenerParts))
    errors.push(`${path}: applyTo ${applyTo} cannot have a listener match`);
  else if (at(config, 'match', 'routeConfiguration') !== undefined && !isOf(routeParts))
    errors.push(`${path}: applyTo ${applyTo} cannot have a route configuration match`);
  else if (at(config, 'match', 'cluster') !== undefined && applyTo !== 'CLUSTER')
    errors.push(`${path}: applyTo ${applyTo} cannot have a cluster match`);
  const version = text(at(config, 'match', 'proxy', 'proxyVersion'));
  if (version !== '') checkRegex(version, `${path}.match.proxy.proxyVersion`, findings);
}
