import type { Finding, IstioObject, TrafficShiftStart } from '@vigla/contract/istio';
import { validate } from '@vigla/domain/validation';
import { generateTrafficShift, type TrafficShift, type TrafficShiftProblem } from '@vigla/domain/wizards';
import { heldYaml, yamlOf } from './object-text.ts';

/** A draft as far as it has come: the objects to send, or why there are none yet; and what is to be said about them. */
export interface CheckedShift {
  readonly objects: readonly IstioObject[];
  readonly problems: readonly TrafficShiftProblem[];
  readonly findings: readonly Finding[];
  /** Whether the objects differ from those the cluster has. */
  readonly isChange: boolean;
}

/** Turns a draft into objects merged into those that are there, and checks them. What needs the whole cluster to judge, the dry run tells. */
export function checkedShift(shift: TrafficShift, start: TrafficShiftStart): CheckedShift {
  const generated = generateTrafficShift(shift, start);
  if (!generated.ok) return { objects: [], problems: generated.problems, findings: [], isChange: false };
  const { neighbours, virtualService, destinationRule } = start;
  const held = [virtualService, destinationRule].map(heldYaml);
  return {
    objects: generated.value,
    problems: [],
    findings: validate(generated.value, { neighbours, facts: null }),
    isChange: generated.value.some((object, at) => yamlOf(object) !== held[at]),
  };
}
