import type { Resource } from '../resources/resource.ts';
import { envoyFilter } from './envoy-filter.ts';
import { authorizationPolicy, peerAuthentication, requestAuthentication, sidecar } from './istio-security.ts';
import { destinationRule, gateway, serviceEntry, virtualService } from './istio-traffic.ts';
import type { Schema } from './schema.ts';

const known: Readonly<Record<string, Schema>> = {
  'authorizationpolicies.security.istio.io': authorizationPolicy,
  'destinationrules.networking.istio.io': destinationRule,
  'envoyfilters.networking.istio.io': envoyFilter,
  'gateways.networking.istio.io': gateway,
  'peerauthentications.security.istio.io': peerAuthentication,
  'requestauthentications.security.istio.io': requestAuthentication,
  'serviceentries.networking.istio.io': serviceEntry,
  'sidecars.networking.istio.io': sidecar,
  'virtualservices.networking.istio.io': virtualService,
};

/** The structure of a resource's spec; undefined for kinds whose fields the lab does not check. */
export const specSchema = ({ group, plural }: Resource): Schema | undefined => known[`${plural}.${group}`];
