import type { KubeObject } from '@vigla/contract/objects';
import type { Resource } from '../resources/resource.ts';
import { deniedBy } from '../status/status.ts';
import { reviewDestinationRule } from './destination-rule.ts';
import { type Findings, noFindings } from './findings.ts';
import { reviewEnvoyFilter } from './envoy-filter.ts';
import { reviewGateway } from './gateway.ts';
import { reviewAuthorizationPolicy, reviewPeerAuthentication, reviewRequestAuthentication } from './security-policies.ts';
import { reviewServiceEntry } from './service-entry.ts';
import { reviewSidecar } from './sidecar.ts';
import { reviewVirtualService } from './virtual-service.ts';

const webhook = 'rev.validation.istio.io';
const reviews: Readonly<Record<string, (object: KubeObject, findings: Findings) => void>> = {
  'authorizationpolicies.security.istio.io': reviewAuthorizationPolicy,
  'destinationrules.networking.istio.io': reviewDestinationRule,
  'envoyfilters.networking.istio.io': reviewEnvoyFilter,
  'gateways.networking.istio.io': reviewGateway,
  'peerauthentications.security.istio.io': reviewPeerAuthentication,
  'requestauthentications.security.istio.io': reviewRequestAuthentication,
  'serviceentries.networking.istio.io': reviewServiceEntry,
  'sidecars.networking.istio.io': reviewSidecar,
  'virtualservices.networking.istio.io': reviewVirtualService,
};

/**
 * Asks what Istio's validating webhook asks before an object is stored. Returns its warnings.
 * Fails: the webhook's refusal, in the form a cluster gives it.
 */
export function admit(resource: Resource, object: KubeObject): readonly string[] {
  const review = reviews[`${resource.plural}.${resource.group}`];
  const findings = noFindings();
  if (
    resource.group.endsWith('istio.io') &&
    resource.kind !== 'AuthorizationPolicy' &&
    object.metadata.annotations?.['istio.io/dry-run'] !== undefined
  ) {
    findings.errors.push('the annotation istio.io/dry-run is only supported on AuthorizationPolicy');
  }
  review?.(object, findings);
  if (findings.errors.length > 0) throw deniedBy(webhook, `configuration is invalid: ${listed(findings.errors)}`);
  return findings.warnings;
}

const listed = (errors: readonly string[]): string =>
  errors.length === 1 ? (errors[0] ?? '') : `${errors.length} errors occurred:\n${errors.map((error) => `\t* ${error}`).join('\n')}\n\n`;
