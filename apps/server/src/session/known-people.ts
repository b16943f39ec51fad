import type { Person } from '@vigla/contract/session';
import type { EpochSeconds } from '@vigla/contract/units';
import { AppError, type Credentials, type Identity } from '../http/index.ts';
import { createRemembered } from '../kubernetes/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import type { Sealer } from './sealer.ts';

/** Who holds which credentials, by the cluster's word. */
export interface KnownPeople {
  /** Null when the credentials are no good. `known`: who it was when last asked; stands in while the cluster is silent. */
  holderOf(credentials: Credentials, known?: Person): Promise<Identity | null>;
}

interface Asking {
  readonly kubernetes: Pick<Kubernetes, 'whoIs'>;
  readonly now: () => EpochSeconds;
}

/** Asks the cluster who holds credentials, at most once a minute for each. Tokens are kept as signatures only. */
export function createKnownPeople({ kubernetes, now }: Asking, sealer: Sealer): KnownPeople {
  const people = createRemembered<Person | null>({ now, freshSeconds: 60, outageSeconds: 600, most: 2000 });
  // Several requests may wait for one answer: none of them may take it away from the others by leaving.
  const never = new AbortController().signal;
  return {
    async holderOf(credentials, known) {
      const key = sealer.sign(`identity ${JSON.stringify(credentials)}`);
      const person = await people
        .get(key, () => kubernetes.whoIs(credentials, never), never)
        .catch((error: unknown) => {
          if (known && isSilence(error)) return known;
          throw error;
        });
      return person && { person, credentials, key };
    },
  };
}

const isSilence = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'source_unavailable' || error.code === 'source_timeout');
