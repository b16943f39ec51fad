import type { IstioObject, TrafficShiftStart } from '@vigla/contract/istio';
import type { KubeObject } from '@vigla/contract/objects';
import type { Right } from '@vigla/contract/problem';
import { readFacts, type ServiceName } from '@vigla/domain/inventory';
import { startTrafficShift } from '@vigla/domain/wizards';
import { AppError, type Caller } from '../http/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import { markedBy } from './git-ops.ts';
import { destinationRuleKind, type Kind, listAllowed, listOwn, readOne, virtualServiceKind } from './read-own.ts';
import { editable } from './shown-object.ts';

const apps = (plural: string, kind: string): Kind => ({ group: 'apps', versions: ['v1'], plural, kind });
const deployments = apps('deployments', 'Deployment');
const others = [apps('statefulsets', 'StatefulSet'), apps('daemonsets', 'DaemonSet'), apps('replicasets', 'ReplicaSet')];
const pods: Kind = { group: '', versions: ['v1'], plural: 'pods', kind: 'Pod' };

/**
 * What a person needs to shift traffic between the versions of a service, all of it read with that person's own rights.
 * Fails: not_found when there is no such service; forbidden when the caller may not read it, its deployments or its routes.
 */
export async function readTrafficShift(kubernetes: Kubernetes, caller: Caller, name: ServiceName): Promise<TrafficShiftStart> {
  const service = await readOne(kubernetes, caller, { group: '', version: 'v1', plural: 'services' }, name);
  const [running, ...routing] = await Promise.all([
    listRunning(kubernetes, caller, name.namespace),
    listRouting(kubernetes, caller, virtualServiceKind, name.namespace),
    listRouting(kubernetes, caller, destinationRuleKind, name.namespace),
  ]);
  const objects = [{ ...service, apiVersion: 'v1', kind: 'Service' }, ...running, ...routing.flat()];
  const start = startTrafficShift(objects, readFacts([...kubernetes.list('Namespace'), ...objects]), name);
  if (!start) throw new AppError('not_found', `There is no service ${name.name} in ${name.namespace}.`, { source: 'kubernetes' });
  const { virtualService, destinationRule, neighbours, managers } = start;
  const touched = [virtualService, destinationRule].filter((object) => object !== null);
  const missing = await firstMissing(kubernetes, caller, [
    rightTo(virtualServiceKind, virtualService, name.namespace),
    rightTo(destinationRuleKind, destinationRule, name.namespace),
  ]);
  return {
    ...start,
    virtualService: virtualService && editable(virtualService),
    destinationRule: destinationRule && editable(destinationRule),
    neighbours: neighbours.map(editable),
    canWrite: missing === null,
    missing: missing && wordsOf(missing),
    managers: [...new Set([...managers, ...touched.flatMap(markedBy)])].sort(),
  };
}

async function listRunning(kubernetes: Kubernetes, caller: Caller, namespace: string): Promise<readonly KubeObject[]> {
  const lists = await Promise.all([
    listOwn(kubernetes, caller, deployments, namespace),
    ...[...others, pods].map((kind) => listAllowed(kubernetes, caller, kind, namespace)),
  ]);
  return lists.flat();
}

/** Those of the service's namespace as the cluster holds them now, and from the shared reading those elsewhere that the caller may list. */
async function listRouting(kubernetes: Kubernetes, caller: Caller, kind: Kind, namespace: string): Promise<readonly KubeObject[]> {
  const elsewhere = kubernetes.list(kind.kind).filter(({ metadata }) => metadata.namespace !== namespace);
  const [own, ...allowed] = await Promise.all([
    listOwn(kubernetes, caller, kind, namespace),
    ...[...Map.groupBy(elsewhere, ({ metadata }) => metadata.namespace ?? '')].map(async ([other, objects]) => {
      const right = { verb: 'list', group: kind.group, resource: kind.plural, namespace: other };
      return (await kubernetes.may(caller.identity, right, caller.signal)) ? objects : [];
    }),
  ]);
  return [...own, ...allowed.flat()];
}

/** An object that is there is updated, where it is; one that is missing is created beside the service. */
const rightTo = ({ group, plural }: Kind, object: IstioObject | null, namespace: string): Right =>
  object
    ? { verb: 'update', group, resource: plural, namespace: object.metadata.namespace }
    : { verb: 'create', group, resource: plural, namespace };

async function firstMissing(kubernetes: Kubernetes, { identity, signal }: Caller, rights: readonly Right[]): Promise<Right | null> {
  const verdicts = await Promise.all(rights.map((right) => kubernetes.may(identity, right, signal)));
  return rights.find((_, at) => !verdicts[at]) ?? null;
}

const wordsOf = ({ verb, resource, group, namespace }: Right): string => `${verb} ${resource}.${group} in ${namespace}`;
