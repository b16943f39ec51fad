import type { GraphNode } from '@vigla/contract/graph';
import type { Group } from './gather-group.ts';
import type { Place } from './places.ts';

/** The group of what is not on a graph: that of all nodes of its application, else of all nodes of its namespace; null where these differ. */
export function siblingGroups(nodes: readonly GraphNode[], groupFor: (id: string) => Group | null): (place: Place) => Group | null {
  const shared = new Map<string, Group | null>();
  const meet = (key: string, group: Group | null): void => {
    const known = shared.get(key);
    shared.set(key, known === undefined || known?.id === group?.id ? group : null);
  };
  for (const { id, namespace, app } of nodes) {
    if (namespace === null) continue;
    const group = groupFor(id);
    meet(namespace, group);
    if (app !== null) meet(`${namespace}/${app}`, group);
  }
  return ({ namespace, app }) => {
    if (namespace === null) return null;
    const ofApp = app === null ? undefined : shared.get(`${namespace}/${app}`);
    return ofApp === undefined ? (shared.get(namespace) ?? null) : ofApp;
  };
}
