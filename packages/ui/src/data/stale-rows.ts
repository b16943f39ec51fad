import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import type { Endpoint } from '@vigla/contract/http';
import { listNamespaces } from '@vigla/contract/inventory';
import { getTrafficShift } from '@vigla/contract/istio';
import { getStatus, type Tick } from '@vigla/contract/mesh';
import { listTraces } from '@vigla/contract/traces';

/** The rows whose answers a tick makes old. */
export function staleRows(tick: Tick): readonly Endpoint[] {
  switch (tick.kind) {
    case 'hello':
      // Whatever happened while the stream was away was not told.
      return [getGraph, getGraphHistory, listChanges, getStatus];
    case 'snapshot':
      return [getGraph, getGraphHistory, listTraces];
    case 'object':
      return tick.objectKind === 'Namespace' ? [listNamespaces, listChanges] : [listChanges, getTrafficShift];
    case 'source':
      return [getStatus];
  }
}
