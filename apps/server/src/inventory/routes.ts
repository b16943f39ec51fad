import { listNamespaces } from '@vigla/contract/inventory';
import { namespacesOf } from '@vigla/domain/inventory';
import type { FastifyInstance } from 'fastify';
import { bind } from '../http/index.ts';
import type { Sources } from '../sources/index.ts';

/** The namespaces that the caller may see, out of the shared reading. */
export function inventoryRoutes(app: FastifyInstance, { kubernetes }: Pick<Sources, 'kubernetes'>): void {
  bind(app, listNamespaces, async (_, { identity, signal }) => {
    const { all, namespaces: seen } = await kubernetes.visible(identity, signal);
    const namespaces = namespacesOf([...kubernetes.list('Namespace'), ...kubernetes.list('Deployment')]);
    return { namespaces: all ? namespaces : namespaces.filter(({ name }) => seen.has(name)) };
  });
}
