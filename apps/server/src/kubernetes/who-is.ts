import type { Person } from '@vigla/contract/session';
import { AppError, type Credentials } from '../http/index.ts';
import { recordOf } from './json.ts';
import type { Transport } from './transport.ts';

/**
 * Asks the cluster who holds these credentials; null when they are no good.
 *
 * SelfSubjectReview asks with the credentials themselves, so impersonation and the cluster's audience are its own business.
 * Clusters before 1.28 lack it; they are asked for a TokenReview with the server's rights, which cannot answer for an impersonation.
 */
export async function whoIs(transport: Transport, credentials: Credentials, signal: AbortSignal): Promise<Person | null> {
  try {
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { body } = await transport.ask(credentials, { method: 'POST', path, body: review }, signal);
    return personOf(recordOf(recordOf(body)['status'])['userInfo']);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'not_signed_in') return null;
    if (error.code === 'not_found' && credentials.way === 'token' && !credentials.impersonate)
      return await reviewed(transport, credentials.token, signal);
    throw error;
  }
}

async function reviewed(transport: Transport, token: string, signal: AbortSignal): Promise<Person | null> {
  const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  const path = '/apis/authentication.k8s.io/v1/tokenreviews';
  const { body } = await transport.ask({ way: 'local' }, { method: 'POST', path, body: review }, signal);
  const { authenticated, user } = recordOf(recordOf(body)['status']);
  return authenticated === true ? personOf(user) : null;
}

/** Nobody in particular is nobody: an anonymous answer means that the credentials were not looked at. */
function personOf(user: unknown): Person | null {
  const { username, groups } = recordOf(user);
  if (typeof username !== 'string' || username === '' || username === 'system:anonymous') return null;
  return { username, groups: Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [] };
}
