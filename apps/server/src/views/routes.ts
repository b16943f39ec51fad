import { deleteView, listViews, saveView, type SavedView } from '@vigla/contract/views';
import type { FastifyInstance } from 'fastify';
import { AppError, bind, type Caller } from '../http/index.ts';
import { resourcePath } from '../kubernetes/index.ts';
import type { Kubernetes, Sources } from '../sources/index.ts';
import { configMaps, readViews, writableNamespaces } from './read-views.ts';
import { configMapOf, viewIn } from './view-objects.ts';

const asVigla = { fieldManager: 'vigla', fieldValidation: 'Strict' } as const;

/** Saved views of the graph: ConfigMaps, read and written with the caller's own rights. The server needs no rights of its own for them. */
export function viewRoutes(
  app: FastifyInstance,
  { kubernetes, now }: Pick<Sources, 'kubernetes' | 'now'>,
  { readOnly }: { readonly readOnly: boolean },
): void {
  bind(app, listViews, async (_, caller) => {
    const [{ views, unreadable, incomplete }, writable] = await Promise.all([
      readViews(kubernetes, caller),
      readOnly ? [] : writableNamespaces(kubernetes, caller),
    ]);
    return { views: [...views], writable: [...writable], unreadable: [...unreadable], incomplete };
  });

  bind(app, saveView, async ({ params, body }, caller) => {
    const { resourceVersion, ...draft } = body;
    // What is changed must be a view already: nobody's other ConfigMap is made one.
    if (resourceVersion !== undefined) await readView(kubernetes, caller, params);
    const object = configMapOf({ ...draft, ...params, by: caller.identity.person.username, savedAt: now(), resourceVersion });
    const request =
      resourceVersion === undefined
        ? ({ method: 'POST', path: resourcePath(configMaps, params.namespace), query: asVigla, body: object } as const)
        : ({ method: 'PUT', path: resourcePath(configMaps, params.namespace, params.name), query: asVigla, body: object } as const);
    const { body: written } = await kubernetes.request(caller.identity, request, caller.signal);
    const view = viewIn(written);
    if (!view)
      throw new AppError('source_unavailable', 'The cluster answered with something that is not the view.', { source: 'kubernetes' });
    return view;
  });

  bind(app, deleteView, async ({ params }, caller) => {
    const { resourceVersion } = await readView(kubernetes, caller, params);
    const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { resourceVersion } };
    const path = resourcePath(configMaps, params.namespace, params.name);
    await kubernetes.request(caller.identity, { method: 'DELETE', path, body }, caller.signal);
    return params;
  });
}

/** Fails: not_found where there is no such ConfigMap, or where it is none of ours. */
async function readView(kubernetes: Kubernetes, { identity, signal }: Caller, at: { namespace: string; name: string }): Promise<SavedView> {
  const { body } = await kubernetes.request(identity, { method: 'GET', path: resourcePath(configMaps, at.namespace, at.name) }, signal);
  const view = viewIn(body);
  if (!view) throw new AppError('not_found', `There is no saved view ${at.name} in ${at.namespace}.`, { source: 'kubernetes' });
  return view;
}
