import { at, type Json, list, text } from '../json/json.ts';
import { badRequest } from '../status/status.ts';
import type { TokenCheck } from './authenticate.ts';
import type { User } from './persona.ts';
import type { Attributes, Rbac } from './rbac.ts';

interface Asked {
  readonly user: User;
  readonly namespace: string | undefined;
  readonly rbac: Rbac;
  readonly check: TokenCheck;
}

const answers: Readonly<Record<string, (body: Json, asked: Asked) => Json>> = {
  SelfSubjectAccessReview: (body, { user, rbac }) => access(body, user, rbac),
  SubjectAccessReview: (body, { rbac }) => access(body, subjectOf(body), rbac),
  LocalSubjectAccessReview(body, { rbac, namespace }) {
    if (text(at(body, 'spec', 'resourceAttributes', 'namespace')) !== namespace)
      throw badRequest('spec.resourceAttributes.namespace must match the namespace of the request');
    return access(body, subjectOf(body), rbac);
  },
  SelfSubjectRulesReview: (body, { user, rbac }) => rules(text(at(body, 'spec', 'namespace')), user, rbac),
  SelfSubjectReview: (_, { user }) => ({ userInfo: user }),
  TokenReview(body, { check }) {
    const token = text(at(body, 'spec', 'token'));
    const user = token ? check(token) : undefined;
    return user ? { authenticated: true, user } : { authenticated: false, error: 'the token belongs to nobody the lab knows' };
  },
};

/** Answers a question about rights or identity: the object that was sent, with its status. */
export function answerReview(kind: string, body: Json, asked: Asked): Json {
  const answer = answers[kind];
  if (!answer) throw badRequest(`${kind} is not a question the lab can answer`);
  return { metadata: {}, ...body, kind, status: answer(body, asked) };
}

function access(body: Json, user: User, rbac: Rbac): Json {
  const resource = at(body, 'spec', 'resourceAttributes');
  const path = at(body, 'spec', 'nonResourceAttributes');
  if ((resource === undefined) === (path === undefined))
    throw badRequest('exactly one of spec.resourceAttributes and spec.nonResourceAttributes must be given');
  const field = (name: string): string => text(at(resource ?? path, name));
  const wanted: Attributes = {
    verb: field('verb'),
    namespace: field('namespace'),
    group: field('group'),
    resource: field('resource'),
    subresource: field('subresource'),
    name: field('name'),
    path: field('path'),
  };
  const { allowed, reason } = rbac.decide(user, wanted);
  return reason ? { allowed, reason } : { allowed };
}

function subjectOf(body: Json): User {
  const username = text(at(body, 'spec', 'user'));
  const groups = list(at(body, 'spec', 'groups')).map(text);
  if (!username && groups.length === 0) throw badRequest('at least one of spec.user and spec.groups must be given');
  return { username, groups };
}

function rules(namespace: string, user: User, rbac: Rbac): Json {
  if (!namespace) throw badRequest('spec.namespace must be given');
  const all = rbac.rulesFor(user, namespace);
  return {
    resourceRules: all.filter((rule) => list(at(rule, 'resources')).length > 0),
    nonResourceRules: all.filter((rule) => list(at(rule, 'nonResourceURLs')).length > 0),
    incomplete: false,
  };
}
