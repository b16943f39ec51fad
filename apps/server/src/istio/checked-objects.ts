import { KubernetesName } from '@vigla/contract/http';
import type { IstioObject } from '@vigla/contract/istio';
import { AppError } from '../http/index.ts';
import type { Resource } from '../sources/index.ts';
import { resourceOf } from './writable-kinds.ts';

/** An object that may be written here, and where. */
export interface Checked {
  readonly object: IstioObject;
  readonly resource: Resource;
}

interface Mistake {
  readonly path: string;
  readonly message: string;
}

/** Looks at what somebody wants to write before the cluster is asked. Fails: invalid_request with every mistake at once. */
export function checkObjects(objects: readonly IstioObject[], namespace: string): readonly Checked[] {
  const mistakes = objects.flatMap((object, at) => [...mistakesOf(object, namespace, `objects.${at}`), ...repetition(objects, at)]);
  if (mistakes.length > 0)
    throw new AppError('invalid_request', 'Nothing was sent to the cluster: the objects are not all writable here.', { fields: mistakes });
  return objects.flatMap((object) => {
    const resource = resourceOf(object);
    return resource ? [{ object, resource }] : [];
  });
}

function mistakesOf(object: IstioObject, namespace: string, path: string): readonly Mistake[] {
  const { apiVersion, kind, metadata } = object;
  const mistakes: Mistake[] = [];
  if (!resourceOf(object)) {
    mistakes.push({
      path: `${path}.kind`,
      message: `${apiVersion} ${kind} is not written here: only namespaced kinds of Istio and of the Gateway API are.`,
    });
  }
  if (!KubernetesName.safeParse(metadata.name).success)
    mistakes.push({ path: `${path}.metadata.name`, message: 'is not a Kubernetes name' });
  if (metadata.namespace !== namespace) {
    mistakes.push({ path: `${path}.metadata.namespace`, message: `must be ${namespace}, the namespace of this request` });
  }
  return mistakes;
}

function repetition(objects: readonly IstioObject[], at: number): readonly Mistake[] {
  const idOf = (object: IstioObject | undefined) => object && `${resourceOf(object)?.group} ${object.kind} ${object.metadata.name}`;
  const first = objects.findIndex((object) => idOf(object) === idOf(objects[at]));
  return first < at ? [{ path: `objects.${at}`, message: `is the same object as objects.${first}` }] : [];
}
