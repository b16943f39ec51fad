import type { KubeObject } from '@vigla/contract/objects';
import { customResources } from '../resources/custom-resources.ts';
import { specSchema } from '../schema/schemas.ts';
import { columnsOf } from '../tables/table.ts';

/** The CustomResourceDefinitions of the kinds this API serves, as a cluster lists them. */
export const customResourceDefinitions = (creationTimestamp: string): readonly KubeObject[] =>
  customResources.map((row) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${row.plural}.${row.group}`, creationTimestamp, generation: 1 },
    spec: {
      group: row.group,
      scope: row.namespaced ? 'Namespaced' : 'Cluster',
      names: {
        kind: row.kind,
        listKind: `${row.kind}List`,
        plural: row.plural,
        singular: row.singular,
        shortNames: row.shortNames,
        categories: row.categories,
      },
      versions: row.versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: specSchema(row)?.about ?? row.kind,
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
        additionalPrinterColumns: columnsOf(row)
          .slice(1)
          .map(({ name: column, type }) => ({ name: column, type })),
        ...(row.subresources.includes('status') ? { subresources: { status: {} } } : {}),
      })),
    },
    status: {
      acceptedNames: { kind: row.kind, plural: row.plural },
      storedVersions: [row.versions[0]],
      conditions: ['NamesAccepted', 'Established'].map((type) => ({
        type,
        status: 'True',
        lastTransitionTime: creationTimestamp,
        reason: 'Served',
        message: 'served by the lab',
      })),
    },
  }));
