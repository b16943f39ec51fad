import type { KubeObject } from '@vigla/contract/objects';
import type { Conditions, LoadFactors } from '../flow/index.ts';

/** Names one object: `payments/payments`, or `catalog` alone for what has no namespace. */
export interface Named {
  readonly kind: string;
  readonly where: string;
}

/** What somebody did to the cluster, and with what: the name under which the cluster keeps their writes. */
export type Write =
  | { readonly kind: 'edit'; readonly of: Named; readonly by: string; readonly change: (object: KubeObject) => KubeObject }
  | { readonly kind: 'create'; readonly by: string; readonly object: KubeObject }
  | { readonly kind: 'remove'; readonly of: Named };

/** One turn of a story. Absent conditions and load stay as the steps before left them. */
export interface Step {
  /** Since the story began. */
  readonly afterMs: number;
  readonly writes?: readonly Write[];
  readonly conditions?: Conditions;
  readonly load?: LoadFactors;
}

/** A kind of failing call that the story brings about, as the proxies report it. */
export interface Symptom {
  readonly reporter: 'source' | 'destination';
  /** Workload that calls; null: unknown to the reporter. */
  readonly from: string | null;
  /** Workload that is called; null: unknown to the reporter, as where no host was chosen. */
  readonly to: string | null;
  /** Name of the service. */
  readonly service: string;
  readonly code: string;
  readonly flags: string;
  /** The part of the calls from there to that service which end so. Units: 0..1, from and to. */
  readonly share?: readonly [number, number];
  readonly security?: 'mutual_tls' | 'none';
}

/** What a good diagnosis finds: consoles can be scored against it. */
export interface Diagnosis {
  /** The object at the root of it, and the field in it; for a workload that is ill the field is empty. */
  readonly cause: Named & { readonly field: string };
  readonly symptoms: readonly Symptom[];
}

/** A failure with a beginning: what is written, what breaks, and what shows. */
export interface Story {
  readonly id: string;
  readonly title: string;
  /** The scenario it happens in. */
  readonly scenario: string;
  /** Order: by time. */
  readonly steps: readonly Step[];
  readonly expected: Diagnosis;
}
