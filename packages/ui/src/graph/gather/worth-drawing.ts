import type { Gathered, GraphEdge } from '@vigla/contract/graph';
import { gatheredBoxOf } from './gathered-box.ts';

/** More lines than this among groups are a tangle; the strongest are drawn, and everything in trouble. */
export const mostLines = 150;
/** So few healthy calls within an open group are drawn as well. */
const fewInside = 40;

const isTroubled = ({ health }: GraphEdge): boolean => health === 'failing' || health === 'degraded';

/**
 * The calls of a gathered graph that are drawn: all in trouble, all of what is selected, and of the others the strongest.
 * Healthy calls within a group are not drawn, unless it is open and they are few. A graph that is not gathered keeps all.
 */
export function worthDrawing(edges: readonly GraphEdge[], gathered: Gathered | null, selected: string | null): readonly GraphEdge[] {
  if (gathered === null) return edges;
  const boxOf = gatheredBoxOf(gathered);
  const openBox = (id: string): string | null => {
    const box = boxOf({ id, labels: {} });
    return box === null ? null : box.id;
  };
  const inside = ({ from, to }: GraphEdge): string | null => (from === to ? from : openBox(from) === openBox(to) ? openBox(from) : null);
  const counts = new Map<string | null, number>();
  for (const edge of edges) counts.set(inside(edge), (counts.get(inside(edge)) ?? 0) + 1);
  const isSelected = ({ id, from, to }: GraphEdge): boolean =>
    selected !== null && (id === selected || from === selected || to === selected);
  const must = (edge: GraphEdge): boolean => isTroubled(edge) || (isSelected(edge) && edge.from !== edge.to);
  const may = (edge: GraphEdge): boolean => {
    const box = inside(edge);
    return box === null || (edge.from !== edge.to && (counts.get(box) ?? 0) <= fewInside);
  };
  const others = edges.filter((edge) => !must(edge) && may(edge)).sort((a, b) => amount(b) - amount(a) || (a.id < b.id ? -1 : 1));
  const kept = new Set([...edges.filter(must), ...others.slice(0, mostLines)]);
  return edges.filter((edge) => kept.has(edge));
}

/** By powers of two, so that a small change of a rate changes no line; bytes count little beside requests. */
const amount = ({ traffic }: GraphEdge): number =>
  Math.round(Math.log2(1 + (traffic.requestsPerSecond ?? (traffic.bytesPerSecond ?? 0) / 10_000)));
