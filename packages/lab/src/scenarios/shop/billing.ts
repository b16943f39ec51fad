import type { KubeObject } from '@vigla/contract/objects';
import { object, timestamp } from '../object.ts';
import type { Telling } from '../scenario.ts';
import { barePod } from '../running.ts';
import { historyOf, tellerOf } from './history.ts';

const namespace = 'billing';
const name = 'billing-batch';
const labels = { app: name, team: 'finance' };

/** The hourly job of a namespace outside the mesh: its pod is there since the job of this hour began. */
export function billingJob(atMs: number, telling: Telling): readonly KubeObject[] {
  const told = tellerOf(telling)('helm', 81);
  const { billing } = historyOf(telling.nowMs);
  const spec = {
    restartPolicy: 'Never',
    serviceAccountName: name,
    containers: [{ name, image: 'registry.shop.example/billing-batch:2.4', args: ['--settle'] }],
  };
  const job = { template: { metadata: { labels }, spec } };
  const cron = object(
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      name,
      namespace,
      labels,
      body: {
        spec: { schedule: '15 * * * *', concurrencyPolicy: 'Forbid', jobTemplate: { spec: job } },
        status: atMs >= billing ? { lastScheduleTime: timestamp(billing), active: [{ kind: 'Job', namespace, name }] } : {},
      },
    },
    told,
  );
  const account = object({ apiVersion: 'v1', kind: 'ServiceAccount', name, namespace, labels, body: {} }, told);
  if (atMs < billing) return [account, cron];
  const begun = { seed: telling.seed, writes: [{ by: 'kube-controller-manager', atMs: billing }] } as const;
  const running = object(
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      name,
      namespace,
      labels,
      owner: cron,
      body: { spec: job, status: { active: 1, ready: 1, startTime: timestamp(billing) } },
    },
    begun,
  );
  return [account, cron, running, barePod({ owner: running, labels, spec }, begun)];
}
