import type { NotKnown } from '@vigla/contract/explain';
import type { Admission } from '../semantics/index.ts';
import type { EdgeMatter } from './edge-matter.ts';
import { partOf, placeOf, ruleBehind } from './find-limit.ts';
import { type Finding, finding } from './finding.ts';
import { given } from './given.ts';
import type { Mechanism } from './mechanism.ts';
import { findObject, refOf, valueAt } from './object-fields.ts';
import { totalOf } from './reports.ts';

/** Requests that a policy or a missing token turns away. Where the request would have to be known better, says which of its parts. */
export function findDenied(matter: EdgeMatter, { code }: Mechanism): Finding {
  const admission = matter.call?.admission;
  if (!admission) return finding(code === '401' ? 'token_rejected' : 'access_perhaps_denied', null, [], [{ kind: 'denied_by_whom' }]);
  const { answer, authorization } = admission;
  if (answer.verdict === 'allow')
    return finding('app_rejects', { kind: 'element', element: matter.to.id, certainty: 'likely' }, [], [{ kind: 'denied_by_whom' }]);
  if (answer.verdict === 'deny') return surelyDenied(matter, admission);
  const policy = policyOf(matter, answer.by ?? authorization.by);
  const missing = [...answer.missing];
  return finding(
    'access_perhaps_denied',
    policy.object && { kind: 'object', ...policy, object: policy.object, part: null, certainty: 'likely' },
    [{ fact: { kind: 'policy', ...policy, reason: authorization.reason, missing }, source: 'configuration' }],
    [{ kind: 'denied_by_whom' }, ...given(missing.length > 0 && missing, (names): NotKnown => ({ kind: 'attributes', missing: names }))],
  );
}

function surelyDenied(matter: EdgeMatter, { answer, authorization, authentication }: Admission): Finding {
  const rejected = authentication.verdict === 'reject';
  const policy = policyOf(matter, answer.by ?? authorization.by);
  const { reason } = rejected ? authentication : authorization;
  return finding(
    rejected ? 'token_rejected' : 'access_denied',
    policy.object && { kind: 'object', ...policy, object: policy.object, part: null, certainty: 'sure' },
    [{ fact: { kind: 'policy', ...policy, reason, missing: [] }, source: 'configuration' }],
  );
}

/** The object that decides, and where in it. */
function policyOf({ objects }: EdgeMatter, by: Admission['answer']['by']) {
  const object = by && findObject(objects, by);
  return { object: object ? refOf(object) : null, field: by?.path ?? 'spec' };
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
  const callee = call?.callee;
  if (!callee || !mesh) return finding('connection_failed', null);
  const broken = call.legs
    .map(({ leg }) => ({ leg, shake: mesh.connect(call.caller, leg, callee) }))
    .find(({ shake }) => shake.kind !== 'open');
  if (!broken) return finding('connection_failed', null);
  const { leg, shake } = broken;
  const rule = ruleBehind(matter, leg.host, leg.subset);
  const place = rule && placeOf(rule, leg.subset, 'tls');
  const homes = [callee.namespace, mesh.settings.rootNamespace];
  const strict = objects.find(
    (one) => one.kind === 'PeerAuthentication' && homes.includes(one.metadata.namespace ?? '') && valueAt(one, mode) === 'STRICT',
  );
  const decides = place === null ? strict : rule;
  const object = decides ? refOf(decides) : null;
  const field = place === null ? mode : `${place}.mode`;
  return finding('mtls_mismatch', object && { kind: 'object', object, field, part: partOf(place, leg.subset), certainty: 'sure' }, [
    {
      fact: { kind: 'handshake', object, field, client: leg.tls, server: shake.kind === 'closed' ? 'STRICT' : 'other' },
      source: 'configuration',
    },
  ]);
}

const mode = 'spec.mtls.mode';
