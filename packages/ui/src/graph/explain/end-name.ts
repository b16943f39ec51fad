import type { ExplainedEnd } from '@vigla/contract/explain';
import type { GraphNode, GroupBy, TrafficGraph } from '@vigla/contract/graph';
import type { Speech } from '../drawing/plate.ts';
import { titleText } from '../panel/title-text.ts';

/** How ends of calls are called in sentences, as the picture calls them. */
export interface EndNames {
  /** By the id of a node, or by the name that a fact carries. */
  readonly of: (id: string) => string;
  readonly end: (end: ExplainedEnd) => string;
  /** Without the version where the application has only one. */
  readonly short: (end: ExplainedEnd) => string;
}

export function endNames({ nodes }: Pick<TrafficGraph, 'nodes'>, groupBy: GroupBy, speech: Speech): EndNames {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const title = (node: GraphNode): string => titleText(node, groupBy, speech);
  const end = ({ id, name }: ExplainedEnd): string => {
    const node = byId.get(id);
    return node ? title(node) : name;
  };
  return {
    of: (id) => {
      const node = byId.get(id) ?? byName.get(id);
      return node ? title(node) : id;
    },
    end,
    short: (one) => {
      const versions = nodes.filter(({ app, namespace }) => app !== null && app === one.app && namespace === one.namespace);
      return versions.length === 1 && one.app !== null && groupBy === 'version' ? one.app : end(one);
    },
  };
}
