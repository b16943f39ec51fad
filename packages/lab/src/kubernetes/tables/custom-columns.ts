import type { KubeObject } from '@vigla/contract/objects';
import { at, list, text } from '../json/json.ts';
import { ageColumn, type Column, column, field, nameColumn } from './column.ts';

const condition =
  (type: string): Column['cell'] =>
  (object: KubeObject) =>
    text(
      at(
        list(at(object, 'status', 'conditions')).find((one) => at(one, 'type') === type),
        'status',
      ),
    );

/** What `kubectl get` prints for the kinds of Istio and the Gateway API; kinds that are not here show name and age. */
export const customColumns: Readonly<Record<string, readonly Column[]>> = {
  'destinationrules.networking.istio.io': [nameColumn, column('Host', field('spec', 'host')), ageColumn],
  'serviceentries.networking.istio.io': [
    nameColumn,
    column('Hosts', field('spec', 'hosts')),
    column('Location', field('spec', 'location')),
    column('Resolution', field('spec', 'resolution')),
    ageColumn,
  ],
  'virtualservices.networking.istio.io': [
    nameColumn,
    column('Gateways', field('spec', 'gateways')),
    column('Hosts', field('spec', 'hosts')),
    ageColumn,
  ],
  'workloadentries.networking.istio.io': [nameColumn, ageColumn, column('Address', field('spec', 'address'))],
  'authorizationpolicies.security.istio.io': [nameColumn, column('Action', field('spec', 'action')), ageColumn],
  'peerauthentications.security.istio.io': [nameColumn, column('Mode', field('spec', 'mtls', 'mode')), ageColumn],
  'gatewayclasses.gateway.networking.k8s.io': [
    nameColumn,
    column('Controller', field('spec', 'controllerName')),
    column('Accepted', condition('Accepted')),
    ageColumn,
  ],
  'gateways.gateway.networking.k8s.io': [
    nameColumn,
    column('Class', field('spec', 'gatewayClassName')),
    column('Address', (object) =>
      list(at(object, 'status', 'addresses'))
        .map((one) => text(at(one, 'value')))
        .join(','),
    ),
    column('Programmed', condition('Programmed')),
    ageColumn,
  ],
  'httproutes.gateway.networking.k8s.io': [nameColumn, column('Hostnames', field('spec', 'hostnames')), ageColumn],
  'grpcroutes.gateway.networking.k8s.io': [nameColumn, column('Hostnames', field('spec', 'hostnames')), ageColumn],
};
