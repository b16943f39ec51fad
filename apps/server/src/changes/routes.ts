import { listChanges } from '@vigla/contract/changes';
import type { KubeObject } from '@vigla/contract/objects';
import type { Gap } from '@vigla/contract/problem';
import { at } from '@vigla/contract/units';
import { changesOf } from '@vigla/domain/inventory';
import type { FastifyInstance } from 'fastify';
import { AppError, bind } from '../http/index.ts';
import { watchedResources } from '../kubernetes/index.ts';
import type { Kubernetes, Sources, Visibility } from '../sources/index.ts';

const kindsOf = (belongs: (group: string) => boolean): ReadonlySet<string> =>
  new Set(watchedResources.filter(({ group }) => belongs(group)).map(({ kind }) => kind));

const isMesh = (group: string): boolean => group.endsWith('.io');
const configurationKinds = kindsOf(isMesh);
const workloadKinds = kindsOf((group) => !isMesh(group));

/** What people and their tools have written to the namespaces that the caller may see, out of the shared reading. */
export function changeRoutes(app: FastifyInstance, { kubernetes, now }: Pick<Sources, 'kubernetes' | 'now'>): void {
  bind(app, listChanges, async ({ query }, { identity, signal }) => {
    const visibility = await kubernetes.visible(identity, signal);
    const hidden = query.namespace.find((name) => !sees(visibility, name));
    if (hidden !== undefined) {
      throw new AppError('forbidden', `You may not see the namespace ${hidden}, if there is one.`, {
        missing: { verb: 'get', group: '', resource: 'namespaces', namespace: hidden },
      });
    }
    const asked = new Set(query.namespace);
    const shown = [...workloadKinds, ...configurationKinds]
      .flatMap((kind) => kubernetes.list(kind))
      .filter((object) => (asked.size > 0 ? asked.has(namespaceOf(object)) : sees(visibility, namespaceOf(object))));
    const to = query.toEpochSeconds ?? now();
    const span = { from: at(Math.max(0, to - query.spanSeconds)), to };
    return { changes: changesOf(shown, span), gaps: gapsOf(kubernetes) };
  });
}

const sees = ({ all, namespaces }: Visibility, name: string): boolean => all || namespaces.has(name);

/** A namespace belongs to itself. */
const namespaceOf = ({ kind, metadata }: KubeObject): string => (kind === 'Namespace' ? metadata.name : (metadata.namespace ?? ''));

function gapsOf(kubernetes: Kubernetes): Gap[] {
  const missing = kubernetes.missingKinds();
  const gap = (kinds: ReadonlySet<string>, lacks: Gap['lacks']): Gap[] => {
    const reasons = [...kinds].flatMap((kind) => missing.get(kind) ?? []);
    return reasons[0] === undefined ? [] : [{ source: 'kubernetes', lacks, detail: reasons[0] }];
  };
  return [...gap(workloadKinds, 'workloads'), ...gap(configurationKinds, 'configuration')];
}
