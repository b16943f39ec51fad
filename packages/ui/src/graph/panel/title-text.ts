import type { GraphNode, GroupBy } from '@vigla/contract/graph';
import { nodeTitle, type Speech } from '../drawing/plate.ts';

/** What a node is called in a sentence: name and version in one. */
export function titleText(node: GraphNode, groupBy: GroupBy, speech: Speech): string {
  const { name, version } = nodeTitle(node, groupBy, speech);
  return version ? `${name} ${version}` : name;
}
