import type { KubeObject } from '@vigla/contract/objects';
import { AppError } from '../http/index.ts';
import type { Step } from './apply-order.ts';
import type { Checked } from './checked-objects.ts';
import type { ClusterWrites } from './cluster-writes.ts';
import { sameContent } from './shown-object.ts';

/** A change that was carried out. `ours`: the object as the cluster stored it for us. */
export interface Written extends Step {
  readonly checked: Checked;
  readonly ours: KubeObject;
}

interface Stopped {
  readonly step: Omit<Written, 'ours'>;
  /** The cluster did not answer: whether it wrote the object has to be looked up. */
  readonly unsure: boolean;
}

/** Puts everything back, last first. Answers one sentence for each object that says what is where now. Never fails. */
export async function rollBack(writes: ClusterWrites, done: readonly Written[], { step, unsure }: Stopped): Promise<string> {
  const sentences: string[] = [];
  if (unsure) sentences.push(await settle(writes, step));
  for (const written of done.toReversed()) sentences.push(await undo(writes, written));
  return sentences.length > 0 ? sentences.join(' ') : 'Nothing was changed.';
}

/** Finds out whether a write without an answer happened, and takes it back if so. */
async function settle(writes: ClusterWrites, { checked, live, next }: Stopped['step']): Promise<string> {
  try {
    const now = await writes.read(checked);
    const happened = now !== null && now.metadata.resourceVersion !== live?.metadata.resourceVersion && sameContent(now, next);
    return happened ? await undo(writes, { checked, live, next, ours: now }) : `${nameOf(checked)} was not written.`;
  } catch (error) {
    return `Whether ${nameOf(checked)} was written is not known (${reasonOf(error)}).`;
  }
}

async function undo(writes: ClusterWrites, { checked, live, ours }: Written): Promise<string> {
  try {
    await writes.putBack(checked, live, ours);
    return live
      ? `${nameOf(checked)} had been written and is as it was before.`
      : `${nameOf(checked)} had been created and is deleted again.`;
  } catch (error) {
    return `${nameOf(checked)} could not be put back and has its new content (${reasonOf(error)}).`;
  }
}

const nameOf = ({ object }: Checked): string => `${object.kind} ${object.metadata.name}`;
const reasonOf = (error: unknown): string => (error instanceof AppError ? error.problem.detail : 'an internal error');
