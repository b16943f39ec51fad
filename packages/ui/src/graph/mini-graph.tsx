import type { TrafficGraph } from '@vigla/contract/graph';
import { useMemo } from 'react';
import { GraphPicture } from './graph-picture.tsx';

interface MiniGraphProps {
  readonly graph: TrafficGraph;
  /** Id of the node in the middle. */
  readonly focus: string;
  /** Told which node or call somebody points out; what it leads to stands beside the picture too, for the keyboard. */
  readonly onOpen?: (id: string) => void;
}

/** A node with its callers and calls, drawn by the same engine as the whole graph (GRF-47). For details beside which there is no graph. */
export function MiniGraph({ graph, focus, onOpen }: MiniGraphProps) {
  const near = useMemo(() => neighboursOf(graph, focus), [graph, focus]);
  return (
    <div className="vigla-mini-graph">
      <GraphPicture graph={near} dots={false} {...(onOpen && { onOpen })} />
    </div>
  );
}

/** The part of a graph that touches a node. */
export function neighboursOf(graph: TrafficGraph, focus: string): TrafficGraph {
  const edges = graph.edges.filter(({ from, to }) => from === focus || to === focus);
  const ids = new Set([focus, ...edges.flatMap(({ from, to }) => [from, to])]);
  return { ...graph, edges, nodes: graph.nodes.filter(({ id }) => ids.has(id)) };
}
