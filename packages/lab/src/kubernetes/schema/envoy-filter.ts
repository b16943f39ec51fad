import { about, anything, legacySelector, listOf, object, oneOf, targetRef, whole } from './schema.ts';

const applyTo = oneOf(
  'INVALID',
  'LISTENER',
  'FILTER_CHAIN',
  'NETWORK_FILTER',
  'HTTP_FILTER',
  'ROUTE_CONFIGURATION',
  'VIRTUAL_HOST',
  'HTTP_ROUTE',
  'CLUSTER',
  'EXTENSION_CONFIG',
  'BOOTSTRAP',
  'LISTENER_FILTER',
);

/** Changes to the configuration of proxies as they are generated. Source: Istio API reference, EnvoyFilter. */
export const envoyFilter = object(
  {
    workloadSelector: legacySelector,
    targetRefs: listOf(targetRef),
    configPatches: listOf(
      object({
        applyTo: about('Which part of the configuration is changed.', applyTo),
        match: about('Where in the configuration the change is made.', anything),
        patch: object({
          operation: oneOf('INVALID', 'MERGE', 'ADD', 'REMOVE', 'INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST', 'REPLACE'),
          value: anything,
          filterClass: oneOf('UNSPECIFIED', 'AUTHN', 'AUTHZ', 'STATS'),
        }),
      }),
      'The changes, in order.',
    ),
    priority: whole,
  },
  'Changes what proxies are told, below what the other kinds can say.',
);
