import type { GraphNode } from '@vigla/contract/graph';
import { type Backdrop, type NodeMatter, nodeOf } from './describe-node.ts';
import type { Place } from './places.ts';
import type { EdgeTally } from './tally-edges.ts';

interface Drawn {
  readonly matter: NodeMatter;
  readonly backdrop: Backdrop;
  readonly node: GraphNode;
}

/** Remembers what was drawn last at each place: most pictures differ in other nodes, or in none. */
export function createNodes(): typeof nodeOf {
  const drawn = new Map<Place, Drawn>();
  return (matter, backdrop) => {
    // What rests is drawn in no time, and there may be thousands of it.
    if (matter.incoming.length + matter.outgoing.length === 0) return nodeOf(matter, backdrop);
    const last = drawn.get(matter.place);
    if (last && isSame(last, { matter, backdrop })) return last.node;
    const node = nodeOf(matter, backdrop);
    drawn.set(matter.place, { matter, backdrop, node });
    return node;
  };
}

/** Whether everything that a node is made of is the very same. */
const isSame = ({ matter: a, backdrop: b }: Omit<Drawn, 'node'>, { matter, backdrop }: Omit<Drawn, 'node'>): boolean =>
  a.known === matter.known &&
  a.tolerances === matter.tolerances &&
  b.window === backdrop.window &&
  b.anythingMeasured === backdrop.anythingMeasured &&
  b.groupBy === backdrop.groupBy &&
  b.labels.length + backdrop.labels.length === 0 &&
  areSame(a.incoming, matter.incoming) &&
  areSame(a.outgoing, matter.outgoing);

const areSame = (before: readonly EdgeTally[], now: readonly EdgeTally[]): boolean =>
  before.length === now.length &&
  now.every((edge, i) => {
    const other = before[i];
    return other === edge || (other?.sum === edge.sum && other.from === edge.from && other.to === edge.to);
  });
