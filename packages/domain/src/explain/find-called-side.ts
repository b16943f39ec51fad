import { targetOf } from '../semantics/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import { placeOf, ruleBehind } from './find-limit.ts';
import { type Culprit, type Finding, finding } from './finding.ts';
import type { Mechanism } from './mechanism.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';
import { totalOf } from './reports.ts';

/** Requests that a policy or a missing token turns away. Where the request would have to be known better, says which of its parts. */
export function findDenied(matter: EdgeMatter, { code }: Mechanism): Finding {
  const { call, objects } = matter;
  const admission = call?.admission;
  if (!admission) return finding(code === '401' ? 'token_rejected' : 'access_perhaps_denied', null, [], [{ kind: 'denied_by_whom' }]);
  const { answer, authorization, authentication } = admission;
  const by = answer.by ?? authorization.by;
  const object = by && findObject(objects, by);
  const ref = object ? refOf(object) : null;
  const field = by?.path ?? 'spec';
  const rejected = authentication.verdict === 'reject';
  if (answer.verdict === 'deny') {
    const culprit: Culprit | null = ref && { kind: 'object', object: ref, field, part: null, certainty: 'sure' };
    const reason = rejected ? authentication.reason : authorization.reason;
    return finding(rejected ? 'token_rejected' : 'access_denied', culprit, [
      { fact: { kind: 'policy', object: ref, field, reason, missing: [] }, source: 'configuration' },
    ]);
  }
  if (answer.verdict === 'allow')
    return finding('app_rejects', { kind: 'element', element: matter.to.id, certainty: 'likely' }, [], [{ kind: 'denied_by_whom' }]);
  const culprit: Culprit | null = ref && { kind: 'object', object: ref, field, part: null, certainty: 'likely' };
  return finding(
    'access_perhaps_denied',
    culprit,
    [{ fact: { kind: 'policy', object: ref, field, reason: authorization.reason, missing: [...answer.missing] }, source: 'configuration' }],
    [{ kind: 'denied_by_whom' }, ...(answer.missing.length > 0 ? [{ kind: 'attributes' as const, missing: [...answer.missing] }] : [])],
  );
}

/** Requests that a limit of rates turns away; null where no limit is known, and the app may have done it itself. */
export function findRateLimit({ call, mesh, objects, reports, to }: EdgeMatter): Finding | null {
  const [limit] = call?.callee && mesh ? mesh.rateLimits(call.callee).filter(({ side }) => side === 'inbound') : [];
  const [own] = call?.caller && mesh ? mesh.rateLimits(call.caller).filter(({ side }) => side !== 'inbound') : [];
  const found = limit ?? own;
  const object = found && findObject(objects, found.object);
  if (!found || !object) return null;
  const patch = found.key.split('#')[1] ?? 'spec';
  const field = fieldOfBucket(object, patch);
  const pods = to.pods?.ready ?? 0;
  const perPodPerSecond = pods > 0 ? totalOf(reports.destination) / pods : null;
  return finding('rate_limited', { kind: 'object', object: refOf(object), field, part: null, certainty: 'sure' }, [
    {
      fact: { kind: 'rate_limit', object: refOf(object), field, tokens: found.tokensPerFill, fillMs: found.fillMs, perPodPerSecond },
      source: 'configuration',
    },
  ]);
}

/** Settings of a limit may stand in a wrapper, and under a filter or under a route. */
function fieldOfBucket(object: unknown, patch: string): string {
  const places = ['typed_config', 'typed_config.value'].map((place) => `${patch}.patch.value.${place}.token_bucket.tokens_per_fill`);
  return places.find((place) => valueAt(object, place) !== null) ?? patch;
}

/** Connections that broke: the two ends do not speak the same, or nobody knows why. */
export function findConnection(matter: EdgeMatter): Finding {
  const { call, mesh, objects } = matter;
  const broken =
    call?.callee && mesh
      ? call.legs
          .map(({ leg }) => ({ leg, shake: mesh.connect(call.caller, leg, call.callee ?? neverMind()) }))
          .find(({ shake }) => shake.kind !== 'open')
      : undefined;
  if (!broken || !call?.callee) return finding('connection_failed', null);
  const { leg } = broken;
  const rule = ruleBehind(matter, leg.host, leg.subset);
  const place = rule && placeOf(rule, leg.subset, 'tls');
  const strict = objects.find(
    ({ kind, metadata, spec }) =>
      kind === 'PeerAuthentication' &&
      valueAt({ spec }, 'spec.mtls.mode') === 'STRICT' &&
      (metadata.namespace === call.callee?.namespace || metadata.namespace === mesh?.settings.rootNamespace),
  );
  const object = rule && place ? refOf(rule) : strict && matter.maySee(strict.metadata.namespace ?? '') ? refOf(strict) : null;
  const field = place ? `${place}.mode` : strict ? 'spec.mtls.mode' : null;
  return finding('mtls_mismatch', object && { kind: 'object', object, field, part: leg.subset, certainty: 'sure' }, [
    {
      fact: {
        kind: 'handshake',
        object,
        field,
        client: leg.tls,
        server: broken.shake.kind === 'closed' ? 'STRICT' : `port ${targetOf(leg)}`,
      },
      source: 'configuration',
    },
  ]);
}

function neverMind(): never {
  throw new Error('A connection without a called workload is not looked at.');
}
