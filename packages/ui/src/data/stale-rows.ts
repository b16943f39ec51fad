import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import type { Endpoint } from '@vigla/contract/http';
import { listNamespaces } from '@vigla/contract/inventory';
import { getTrafficShift } from '@vigla/contract/istio';
import { getStatus, type Tick } from '@vigla/contract/mesh';
import { listTraces } from '@vigla/contract/traces';

const rowsByKind: Readonly<Record<Tick['kind'], readonly Endpoint[]>> = {
  // Whatever happened while the stream was away was not told.
  hello: [getGraph, getGraphHistory, listChanges, getStatus],
  snapshot: [getGraph, getGraphHistory, listTraces],
  object: [listChanges, getTrafficShift],
  // What a source that went or came back leaves out or fills in.
  source: [getStatus, getGraph, listChanges, listNamespaces, listTraces],
};

/** The rows whose answers a tick makes old. */
export const staleRows = (tick: Tick): readonly Endpoint[] =>
  tick.kind === 'object' && tick.objectKind === 'Namespace' ? [...rowsByKind.object, listNamespaces] : rowsByKind[tick.kind];
