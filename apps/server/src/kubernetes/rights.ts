import type { Right } from '@vigla/contract/problem';
import type { EpochSeconds } from '@vigla/contract/units';
import { AppError, type Identity } from '../http/index.ts';
import type { Kubernetes, Visibility } from '../sources/index.ts';
import { recordOf } from './json.ts';
import { createRemembered } from './remembered.ts';
import type { Transport } from './transport.ts';

interface RightsOptions {
  readonly transport: Transport;
  readonly now: () => EpochSeconds;
  /** Every namespace there is. Fails: when they are not known. */
  readonly namespaces: () => readonly string[];
}

type Attributes = Right & { readonly name?: string };

/** A cluster that is silent leaves people what they could see, this long and no longer. */
const outageSeconds = 600;
const freshSeconds = 30;
const atOnce = 16;

/** What people may do and see, always by the cluster's own answer to their own credentials. */
export function createRights({ transport, now, namespaces }: RightsOptions): Pick<Kubernetes, 'may' | 'visible'> {
  const answers = createRemembered<boolean>({ now, freshSeconds, outageSeconds, most: 20_000 });
  const sights = createRemembered<Visibility>({ now, freshSeconds, outageSeconds, most: 2000 });
  // The shared question outlives any one caller, so it is bound by the transport's own timeout and not by a caller's signal.
  const allowed = async ({ credentials }: Identity, attributes: Attributes): Promise<boolean> => {
    const { namespace, ...rest } = attributes;
    const { body } = await transport.ask(credentials, {
      method: 'POST',
      path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { ...rest, ...(namespace !== null && { namespace }) } },
      },
    });
    const { allowed: verdict } = recordOf(recordOf(body)['status']);
    if (typeof verdict === 'boolean') return verdict;
    throw new AppError('source_unavailable', 'The cluster gave no verdict on an access review.', { source: 'kubernetes' });
  };

  const see = async (identity: Identity): Promise<Visibility> => {
    const known = namespaces();
    const all = await allowed(identity, { verb: 'get', group: '', resource: 'namespaces', namespace: null });
    if (all) return { all, namespaces: new Set(known) };
    const verdicts = await eachOf(known, atOnce, (name) =>
      allowed(identity, { verb: 'get', group: '', resource: 'namespaces', namespace: name, name }),
    );
    return { all, namespaces: new Set(known.filter((_, at) => verdicts[at])) };
  };

  return {
    may: (identity, right, signal) =>
      answers.get(
        JSON.stringify([identity.key, right.verb, right.group, right.resource, right.namespace]),
        () => allowed(identity, right),
        signal,
      ),
    visible: (identity, signal) => sights.get(identity.key, () => see(identity), signal),
  };
}

/** The answers in the order of the questions, no more than `most` of them open at a time. */
async function eachOf<T, R>(items: readonly T[], most: number, answer: (item: T) => Promise<R>): Promise<readonly R[]> {
  const answers: R[] = Array.from({ length: items.length });
  const left = items.entries();
  const worker = async () => {
    for (const [at, item] of left) answers[at] = await answer(item);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return answers;
}
