import type { Evidence, EvidenceSource, NotKnown, VerdictKind } from '@vigla/contract/explain';
import type { ObjectReference } from '@vigla/contract/istio';

/** What is behind a failure, before it is known who wrote it and when. */
export type Culprit =
  | {
      readonly kind: 'object';
      readonly object: ObjectReference;
      readonly field: string | null;
      readonly part: string | null;
      readonly certainty: 'sure' | 'likely';
    }
  | { readonly kind: 'element'; readonly element: string; readonly certainty: 'sure' | 'likely' };

export type Sourced = { readonly fact: Evidence; readonly source: EvidenceSource };

/** A verdict on calls with what speaks for it beyond the numbers. */
export interface Finding {
  readonly kind: VerdictKind;
  readonly culprit: Culprit | null;
  readonly evidence: readonly Sourced[];
  readonly notKnown: readonly NotKnown[];
}

export const finding = (
  kind: VerdictKind,
  culprit: Culprit | null,
  evidence: readonly Sourced[] = [],
  notKnown: readonly NotKnown[] = [],
): Finding => ({
  kind,
  culprit,
  evidence,
  notKnown,
});
