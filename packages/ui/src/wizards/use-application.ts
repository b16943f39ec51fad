import { listChanges } from '@vigla/contract/changes';
import { getGraph } from '@vigla/contract/graph';
import type { ResponseOf } from '@vigla/contract/http';
import { applyConfig, getTrafficShift, type IstioObject } from '@vigla/contract/istio';
import { useState } from 'react';
import { ProblemError, useWrite } from '../data/index.ts';

type Outcome = ResponseOf<typeof applyConfig>;

/** How far the cluster has taken a draft. */
export interface Application {
  readonly dryRun: () => void;
  /** Whether it was applied; if not, `refusal` says why. */
  readonly apply: () => Promise<boolean>;
  readonly reset: () => void;
  /** What the cluster would do; null until it said so for the draft as it is. */
  readonly accepted: Outcome | null;
  readonly refusal: { readonly during: 'dry_run' | 'apply'; readonly error: ProblemError } | null;
  readonly isAsking: boolean;
}

/** Sends a draft's objects: first to be looked at, then to be written. */
export function useApplication(namespace: string, objects: readonly IstioObject[]): Application {
  const rehearsal = useWrite(applyConfig, []);
  const write = useWrite(applyConfig, [getTrafficShift, getGraph, listChanges]);
  const [accepted, setAccepted] = useState<Outcome | null>(null);
  const [refusal, setRefusal] = useState<Application['refusal']>(null);
  const send = async (during: 'dry_run' | 'apply'): Promise<Outcome | null> => {
    setRefusal(null);
    try {
      return await (during === 'dry_run' ? rehearsal : write).send({
        params: { namespace },
        body: { objects: [...objects], dryRun: during === 'dry_run' },
      });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      setRefusal({ during, error });
      return null;
    }
  };
  return {
    dryRun: () => {
      setAccepted(null);
      void send('dry_run').then(setAccepted);
    },
    apply: async () => (await send('apply')) !== null,
    reset: () => {
      setAccepted(null);
      setRefusal(null);
    },
    accepted,
    refusal,
    isAsking: rehearsal.isSending || write.isSending,
  };
}
