/**
 * Whether an object of a namespace is seen from another. `.` is its own namespace, `*` all, `~` none; an empty list is
 * for all.
 * Source: Istio reference, `exportTo`.
 */
export const seenFrom = (exportTo: readonly string[], own: string, from: string): boolean =>
  exportTo.length === 0 || exportTo.some((to) => to === '*' || to === from || (to === '.' && own === from));

/** How near an object is kept: 0 for its own namespace alone, 1 for some, 2 for all. */
export function reachOf(exportTo: readonly string[], own: string, from: string): number {
  if (exportTo.length === 0 || exportTo.includes('*')) return 2;
  return own === from && (exportTo.includes('.') || exportTo.includes(own)) ? 0 : 1;
}
