import { applyConfig, getTrafficShift } from '@vigla/contract/istio';
import type { FastifyInstance } from 'fastify';
import { bind } from '../http/index.ts';
import type { Sources } from '../sources/index.ts';
import { applyConfig as apply } from './apply-config.ts';
import { findingsFor } from './findings.ts';
import { readTrafficShift } from './read-traffic-shift.ts';

/** Reading and writing of mesh configuration, always with the caller's own rights. */
export function istioRoutes(app: FastifyInstance, { kubernetes }: Pick<Sources, 'kubernetes'>): void {
  bind(app, getTrafficShift, ({ params }, caller) =>
    readTrafficShift(kubernetes, caller, { namespace: params.namespace, name: params.service }),
  );
  bind(app, applyConfig, async ({ params, body }, caller) => {
    // Asked before anything is written: afterwards nothing may fail any more.
    const visibility = await kubernetes.visible(caller.identity, caller.signal);
    const { applied, objects } = await apply(kubernetes, caller, { namespace: params.namespace, ...body });
    return { dryRun: body.dryRun, applied, findings: findingsFor(kubernetes, visibility, objects) };
  });
}
