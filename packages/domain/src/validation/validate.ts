import type { Finding, IstioObject } from '@vigla/contract/istio';
import type { MeshFacts } from '../inventory/index.ts';
import { duplicateHost } from './duplicate-host.ts';
import { hostNotFound } from './host-not-found.ts';
import { nameOf, type Rule } from './rule.ts';
import { subsetNotFound } from './subset-not-found.ts';
import { subsetSelectsNothing } from './subset-selects-nothing.ts';
import { unreachableRule } from './unreachable-rule.ts';
import { weightsOff } from './weights-off.ts';

/** What is around the objects that are checked. `facts` is null where Kubernetes was not asked, as in a browser. */
export interface Around {
  readonly neighbours: readonly IstioObject[];
  readonly facts: MeshFacts | null;
}

const rules: readonly Rule[] = [hostNotFound, subsetNotFound, subsetSelectsNothing, weightsOff, duplicateHost, unreachableRule];

/**
 * Facts about configuration that somebody should know before writing it. A checked object stands in for its namesake
 * among the neighbours. Order: by object as given, then by rule and path.
 */
export function validate(objects: readonly IstioObject[], { neighbours, facts }: Around): Finding[] {
  const identity = (object: IstioObject): string => `${object.kind} ${nameOf(object)}`;
  const mine = new Set(objects.map(identity));
  const all = [...objects, ...neighbours.filter((object) => !mine.has(identity(object)))];
  return objects.flatMap((object) => rules.flatMap((rule) => rule(object, { all, facts })));
}
