import * as z from 'zod';
import { endpoint, KubernetesName } from '../http/index.ts';
import { AppliedObject, Finding, IstioObject, TrafficShiftStart } from './istio.ts';

export const getTrafficShift = endpoint({
  method: 'GET',
  path: '/api/v1/namespaces/:namespace/services/:service/traffic-shift',
  access: 'signed-in',
  summary: 'The versions of a service and the objects that route it now.',
  params: z.object({ namespace: KubernetesName, service: KubernetesName }),
  response: TrafficShiftStart,
  problems: ['invalid_request', 'not_signed_in', 'forbidden', 'not_found', 'source_unavailable', 'source_timeout'],
});

/**
 * Applies objects with the caller's own rights. Kubernetes has no transaction: all objects are dry-run first, and when the
 * cluster refuses one midway, those already written are put back and the problem's detail says what is where.
 * An object that carries `metadata.resourceVersion` is refused with `conflict` if somebody changed it meanwhile.
 */
export const applyConfig = endpoint({
  method: 'PUT',
  path: '/api/v1/namespaces/:namespace/config',
  access: 'write',
  summary: 'Dry-runs or applies Istio and Gateway API objects in one namespace.',
  params: z.object({ namespace: KubernetesName }),
  body: z.object({ objects: z.array(IstioObject).min(1).max(20), dryRun: z.boolean().default(false) }),
  response: z.object({ dryRun: z.boolean(), applied: z.array(AppliedObject), findings: z.array(Finding) }),
  problems: [
    'invalid_request',
    'not_signed_in',
    'forbidden',
    'read_only',
    'wrong_origin',
    'not_found',
    'conflict',
    'rejected_by_cluster',
    'source_unavailable',
    'source_timeout',
  ],
});
