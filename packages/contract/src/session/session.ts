import * as z from 'zod';
import { endpoint } from '../http/index.ts';

/** Who is asking, as the cluster knows them. */
export const Person = z.object({ username: z.string(), groups: z.array(z.string()) });
export type Person = z.infer<typeof Person>;

/**
 * The state of the caller's session. `ways`: how one can sign in here. `local`: the kubeconfig's own credentials, loopback only.
 * `personas`: the lab's three people, offered in the demo only.
 * `csrf`: send it back as `x-vigla-csrf` with every request that is not a GET.
 */
export const Session = z.object({
  person: Person.nullable(),
  way: z.enum(['local', 'token']).nullable(),
  ways: z.array(z.enum(['local', 'token'])),
  personas: z.array(z.object({ id: z.string(), current: z.boolean() })),
  readOnly: z.boolean(),
  demo: z.boolean(),
  csrf: z.string(),
});
export type Session = z.infer<typeof Session>;

export const getSession = endpoint({
  method: 'GET',
  path: '/api/v1/session',
  access: 'public',
  summary: 'Who the caller is and how one can sign in.',
  response: Session,
  problems: [],
});

export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/session',
  access: 'public',
  summary: 'Signs in with a bearer token of the cluster; the cluster is asked whether it is good.',
  body: z.object({ token: z.string().trim().min(1, 'Paste a token.').max(16_384) }),
  response: Session,
  problems: ['invalid_request', 'not_signed_in', 'wrong_origin', 'source_unavailable', 'source_timeout', 'too_many_requests'],
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/session',
  access: 'public',
  summary: 'Forgets the session.',
  response: Session,
  problems: ['wrong_origin'],
});

export const usePersona = endpoint({
  method: 'PUT',
  path: '/api/v1/session/persona',
  access: 'public',
  summary: 'Demo only: goes on as another person of the lab.',
  body: z.object({ persona: z.string().max(64) }),
  response: Session,
  problems: ['invalid_request', 'not_found', 'not_configured', 'wrong_origin'],
});
