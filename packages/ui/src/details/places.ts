import { defaultGraphPlace, type GraphPlace } from '../graph/index.ts';
import { groupByOf, nodeIdOf } from '../graph/node-parts.ts';
import type { NodePage } from '../host/index.ts';

type Moment = Pick<GraphPlace, 'namespaces' | 'windowSeconds' | 'atEpochSeconds'>;

/** What a page asks for: its node with everybody who calls it or is called by it, of whatever namespace. */
export const askedBy = (page: NodePage, { windowSeconds, atEpochSeconds }: Moment): GraphPlace => ({
  ...defaultGraphPlace,
  windowSeconds,
  atEpochSeconds,
  groupBy: groupByOf(page),
  gather: 'none',
  focus: nodeIdOf(page),
  hops: 1,
});

/** The graph that a page leads to: of the same moment and grouping, with the namespace of its node. */
export const graphAround = (page: NodePage, { namespaces, windowSeconds, atEpochSeconds }: Moment): GraphPlace => ({
  ...defaultGraphPlace,
  namespaces: namespaces.length === 0 || namespaces.includes(page.namespace) ? namespaces : [...namespaces, page.namespace],
  windowSeconds,
  atEpochSeconds,
  groupBy: groupByOf(page),
});
