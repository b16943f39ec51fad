import type { KubeObject } from '@vigla/contract/objects';
import { roll, type Conditions, type LoadFactors } from '../flow/index.ts';
import type { Moment } from '../scenarios/index.ts';
import { rollOut } from './roll-out.ts';
import { stamped } from './stamped.ts';
import type { Step, Story, Write } from './story.ts';
import { isNamed, whereOf } from './writes.ts';

/** The cluster and its workloads from an instant on. Absent conditions and load stay as they were. */
export interface Told extends Moment {
  readonly conditions?: Conditions;
  readonly load?: LoadFactors;
}

/** When a story began, and with which dice the delays of the control plane are drawn. */
export interface Begun {
  readonly beginMs: number;
  readonly seed: number;
}

/** Tells a past again as if a story had happened in it: its writes stay in everything that came after them. */
export function tellPast(moments: readonly Moment[], { id, steps }: Story, { beginMs, seed }: Begun): readonly Told[] {
  const turns = [
    ...moments.map(({ atMs }) => ({ atMs, step: null })),
    ...steps.map((step) => ({ atMs: beginMs + step.afterMs, step })),
  ].sort((a, b) => a.atMs - b.atMs);
  return turns.map(({ atMs, step }, turn) => {
    const base = moments.findLast((moment) => moment.atMs <= atMs) ?? moments[0];
    const done = steps.filter(({ afterMs }) => beginMs + afterMs <= atMs);
    const objects = done.reduce((all, one) => afterStep(all, one, { atMs: beginMs + one.afterMs, seed }), base?.objects ?? []);
    if (step === null) return { atMs, objects };
    // A control plane needs 0.3 to 1.6 seconds before proxies do as they are told.
    const pushMs = 300 + Math.floor(roll(seed, 'push', id, turn) * 1300);
    return { atMs: atMs + pushMs, objects, ...(step.conditions && { conditions: step.conditions }), ...(step.load && { load: step.load }) };
  });
}

interface At {
  readonly atMs: number;
  readonly seed: number;
}

const afterStep = (objects: readonly KubeObject[], { writes = [] }: Step, at: At): readonly KubeObject[] =>
  writes.reduce((all, write) => afterWrite(all, write, at), objects);

function afterWrite(objects: readonly KubeObject[], write: Write, { atMs, seed }: At): readonly KubeObject[] {
  if (write.kind === 'remove') return objects.filter((object) => !isNamed(write.of)(object));
  if (write.kind === 'create') {
    const same = isNamed({ kind: write.object.kind, where: whereOf(write.object.metadata) });
    return [...objects.filter((object) => !same(object)), stamped(write.object, objects.find(same), { by: write.by, atMs, seed })];
  }
  const before = objects.find(isNamed(write.of));
  if (!before) throw new Error(`There is no ${write.of.kind} ${write.of.where} to edit.`);
  const after = stamped(write.change(before), before, { by: write.by, atMs, seed });
  const replaced = objects.map((object) => (object === before ? after : object));
  return after.kind === 'Deployment' ? rollOut(replaced, after, { atMs, seed }) : replaced;
}
