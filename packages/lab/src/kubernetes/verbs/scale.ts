import type { KubeObject } from '@vigla/contract/objects';
import { at, type Json, record, text } from '../json/json.ts';
import { jsonPatch } from '../patching/json-patch.ts';
import { mergePatch } from '../patching/merge-patch.ts';
import { badRequest, invalid, stale, unsupportedMediaType } from '../status/status.ts';
import type { Answer, Call } from './call.ts';
import { readOne } from './read.ts';
import { replace } from './write.ts';

/** Reads the `scale` of a workload. */
export const readScale = ({ store, target }: Call): Answer => ({ code: 200, body: scaleOf(readOne(store, target)) });

/** Changes how many pods a workload wants, by a whole Scale or by a patch of one. */
export function writeScale(call: Call, method: 'PUT' | 'PATCH'): Answer {
  const { store, target } = call;
  const before = readOne(store, target);
  const wanted = record(method === 'PUT' ? call.body() : patched(call, scaleOf(before)));
  const version = text(at(wanted, 'metadata', 'resourceVersion'));
  if (version && version !== before.metadata.resourceVersion) throw stale(target.resource, before.metadata.name);
  const replicas = at(wanted, 'spec', 'replicas') ?? 0;
  if (!Number.isInteger(replicas) || Number(replicas) < 0) {
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, before.metadata.name, [
      {
        reason: 'FieldValueInvalid',
        field: 'spec.replicas',
        message: `Invalid value: ${JSON.stringify(replicas)}: must be greater than or equal to 0`,
      },
    ]);
  }
  const after = replace(call, before, { ...before, spec: { ...before.spec, replicas } });
  return { code: 200, body: scaleOf(after) };
}

function patched({ contentType, body }: Call, scale: Json): unknown {
  if (contentType === 'application/json-patch+json') return jsonPatch(scale, body());
  if (contentType.endsWith('merge-patch+json')) {
    const given = body();
    if (typeof given !== 'object' || given === null) throw badRequest('a merge patch must be a JSON object');
    return mergePatch(scale, given);
  }
  throw unsupportedMediaType('the scale of a workload takes application/merge-patch+json and application/json-patch+json');
}

function scaleOf({ metadata, spec, status }: KubeObject): Json {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const selector = Object.entries(record(at(spec, 'selector', 'matchLabels'))).map(([key, value]) => `${key}=${text(value)}`);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: at(spec, 'replicas') ?? 1 },
    status: { replicas: at(status, 'replicas') ?? 0, selector: selector.join(',') },
  };
}
