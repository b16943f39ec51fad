import type { GraphNode } from '@vigla/contract/graph';
import type { Health } from '@vigla/contract/health';
import type { Words } from '../../words/index.ts';
import { countedText } from '../drawing/counting.ts';
import type { Look } from '../drawing/look.ts';

/** What a group's plate says beside its name. */
export interface GroupFace {
  /** What it carries; null where nothing flows or nothing was measured. */
  readonly amount: string | null;
  /** One state per member, worst first. */
  readonly members: readonly Health[];
}

/** Worst first; what was not measured last, since nobody knows. */
export const memberOrder: readonly Health[] = ['failing', 'degraded', 'not_ready', 'healthy', 'idle', 'unknown'];

/** Null of what is no group. */
export function groupFaceOf(
  node: Pick<GraphNode, 'members' | 'inbound' | 'outbound'>,
  look: Look,
  { words, language }: { readonly words: Words; readonly language: string },
): GroupFace | null {
  const { members } = node;
  if (members === null) return null;
  const received = countedText(node.inbound, look, language);
  const sent = countedText(node.outbound, look, language);
  return {
    amount: received ?? (sent === null ? null : words('graph.plate.sent', { amount: sent })),
    members: memberOrder.flatMap((health) => Array.from({ length: members[health] }, () => health)),
  };
}

/** How a group is called: by what its members have in common, or in words where that is no name. */
export function groupName({ id, name }: Pick<GraphNode, 'id' | 'name'>, words: Words): string {
  if (name !== '') return name;
  return words(id === 'group:outside' ? 'gather.group.outside' : 'gather.group.rest');
}

/** How many nodes a group stands for. */
export const memberCount = (members: NonNullable<GraphNode['members']>): number =>
  Object.values(members).reduce((sum, count) => sum + count, 0);
