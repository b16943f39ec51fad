import type { Finding, IstioObject } from '@vigla/contract/istio';
import { type MeshFacts, type ServiceName, serviceOfHost } from '../inventory/index.ts';

/** What a rule looks at. `all` holds the checked objects and everything around them. */
export interface World {
  readonly all: readonly IstioObject[];
  readonly facts: MeshFacts | null;
}

/** One rule about one object. Rules that need facts say nothing without them: what is not known is not a finding. */
export type Rule = (object: IstioObject, world: World) => readonly Finding[];

type Said = Pick<Finding, 'rule' | 'severity' | 'path' | 'facts'>;

/** A finding about an object. */
export const finding = ({ apiVersion, kind, metadata }: IstioObject, { rule, severity, path, facts }: Said): Finding => ({
  rule,
  severity,
  object: { apiVersion, kind, namespace: metadata.namespace, name: metadata.name },
  path,
  facts,
});

/** Whether an object is of a kind that rules look at. */
export const isKind = ({ apiVersion, kind }: IstioObject, wanted: 'VirtualService' | 'DestinationRule'): boolean =>
  kind === wanted && apiVersion.startsWith('networking.istio.io/');

/** The service a host of this object means; null for a name outside the cluster. */
export const meant = (host: string, { metadata }: IstioObject, { facts }: World): ServiceName | null =>
  serviceOfHost(host, metadata.namespace, (name) => facts?.namespaces.has(name) ?? false);

/** How findings name an object. */
export const nameOf = ({ metadata }: IstioObject): string => `${metadata.namespace}/${metadata.name}`;
