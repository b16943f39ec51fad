import { escaped } from './end.ts';

/** Nodes that may be drawn as one. */
export interface Group {
  readonly id: string;
  /** Empty where only its id says what it stands for: what is outside the mesh, the rest. */
  readonly name: string;
  readonly namespace: string | null;
  readonly app: string | null;
}

/** Groups by what they stand for. Ids hold a colon before their first slash, which no id of a node does. */
export const groupOf = {
  namespace: (namespace: string): Group => ({ id: `group:namespace/${escaped(namespace)}`, name: namespace, namespace, app: null }),
  app: (namespace: string, app: string): Group => ({ id: `group:app/${escaped(namespace)}/${escaped(app)}`, name: app, namespace, app }),
  cluster: (cluster: string): Group => ({ id: `group:cluster/${escaped(cluster)}`, name: cluster, namespace: null, app: null }),
  label: (label: string, value: string): Group => ({
    id: `group:label/${escaped(label)}=${escaped(value)}`,
    name: value,
    namespace: null,
    app: null,
  }),
  outside: { id: 'group:outside', name: '', namespace: null, app: null },
  /** What is left of a long list; opening a page shows some more of it and leaves the next. */
  rest: (page: number): Group => ({ id: `group:rest/${page}`, name: '', namespace: null, app: null }),
} as const;
