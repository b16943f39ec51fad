import { listChanges } from '@vigla/contract/changes';
import type { Gap } from '@vigla/contract/problem';
import { at } from '@vigla/contract/units';
import type { FastifyInstance } from 'fastify';
import { AppError, bind } from '../http/index.ts';
import type { Kubernetes, Sources } from '../sources/index.ts';
import { changesSeen, configurationKinds, sees, workloadKinds } from './changes-seen.ts';

/** What people and their tools have written to the namespaces that the caller may see, out of the shared reading. */
export function changeRoutes(app: FastifyInstance, { kubernetes, now }: Pick<Sources, 'kubernetes' | 'now'>): void {
  bind(app, listChanges, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    const hidden = query.namespace.find((name) => !sees(visible, name));
    if (hidden !== undefined) {
      throw new AppError('forbidden', `You may not see the namespace ${hidden}, if there is one.`, {
        missing: { verb: 'get', group: '', resource: 'namespaces', namespace: hidden },
      });
    }
    const to = query.toEpochSeconds ?? now();
    const span = { from: at(Math.max(0, to - query.spanSeconds)), to };
    return { changes: changesSeen(kubernetes, { visible, namespaces: query.namespace }, span), gaps: gapsOf(kubernetes) };
  });
}

function gapsOf(kubernetes: Kubernetes): Gap[] {
  const missing = kubernetes.missingKinds();
  const gap = (kinds: ReadonlySet<string>, lacks: Gap['lacks']): Gap[] => {
    const reasons = [...kinds].flatMap((kind) => missing.get(kind) ?? []);
    return reasons[0] === undefined ? [] : [{ source: 'kubernetes', lacks, detail: reasons[0] }];
  };
  return [...gap(workloadKinds, 'workloads'), ...gap(configurationKinds, 'configuration')];
}
