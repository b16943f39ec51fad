import { noAmounts } from './amounts.ts';
import { idOf, type Located } from './end.ts';
import type { Asked, Flow } from './flows.ts';
import { namesService, type Place, type Places } from './places.ts';
import type { PlacedFlow } from './tally-edges.ts';

/** Which namespaces the reader may see, and which of them were asked for. */
export interface Sight {
  readonly maySee: (namespace: string) => boolean;
  readonly isChosen: (namespace: string | null) => boolean;
}

/** What a call stops at on its way from caller to workload. */
export interface Stops {
  readonly services: boolean;
  readonly operations: boolean;
  /** Where the waypoint of a call is drawn; null where it went through none, or nobody wants to see it. */
  readonly waypointOf: (flow: Flow) => Place | null;
}

/**
 * The edges that a flow is drawn as. Without stops it is one; with them each stop is entered and left by the very same traffic:
 *
 *   caller ──▶ service ──▶ operation ──▶ waypoint ──▶ workload
 *
 * Nothing where neither end is in the chosen namespaces. A stop that the reader may not see is passed by.
 */
export function placeFlow(flow: Flow, places: Places, sight: Sight, stops: Stops): readonly PlacedFlow[] {
  const { maySee, isChosen } = sight;
  // A place may be in another namespace than the workload it stands for: the reader must be allowed to see both.
  const isHidden = (...all: readonly (string | null)[]): boolean => all.some((namespace) => namespace !== null && !maySee(namespace));
  const [caller, callee] = [places.caller(flow), places.callee(flow)];
  const from = isHidden(caller.namespace, namespaceOf(flow.from)) ? restricted(idOf.restrictedCallers) : caller;
  const to = isHidden(callee.namespace, namespaceOf(flow.to)) ? restricted(idOf.restrictedTargets) : callee;
  if (!isChosen(from.namespace) && !isChosen(to.namespace)) return [];

  const more = { host: hostOf(flow, { from, to, maySee }), isCallerHidden: from.kind === 'restricted' };
  return waysOf(flow, to, { places, sight, stops }).flatMap(({ part, between }) => {
    const way = [from, ...between, to];
    return way.slice(1).flatMap((next, i) => {
      const before = way[i];
      return before && before.id !== next.id ? [{ from: before, to: next, flow: part, ...more, goesOn: i > 0 }] : [];
    });
  });
}

/** A part of a flow and the stops on its way. */
interface Way {
  readonly part: Flow;
  readonly between: readonly Place[];
}

interface Terrain {
  readonly places: Places;
  readonly sight: Sight;
  readonly stops: Stops;
}

/** What can be stopped before: workloads and what stands for them. */
const reached: ReadonlySet<Place['kind']> = new Set(['workload', 'app', 'gateway']);

function waysOf(flow: Flow, to: Place, { places, sight: { maySee }, stops }: Terrain): readonly Way[] {
  const service = serviceOf(flow.asked, places, maySee);
  if (to.kind === 'service') return waysBy(flow, stops.operations ? service : null, { before: [], after: [] });
  if (!reached.has(to.kind)) return [{ part: flow, between: [] }];
  const before = service && stops.services ? [service] : [];
  const waypoint = stops.waypointOf(flow);
  const after = waypoint && waypoint.namespace !== null && maySee(waypoint.namespace) ? [waypoint] : [];
  const owner = service ?? (to.namespace === null ? null : { ...to, namespace: to.namespace });
  return waysBy(flow, stops.operations ? owner : null, { before, after });
}

/** `owner`: what the kinds of request belong to; null where nobody wants to tell them apart. */
function waysBy(
  flow: Flow,
  owner: Located | null,
  { before, after }: { readonly before: readonly Place[]; readonly after: readonly Place[] },
): readonly Way[] {
  if (owner === null || flow.operations.length === 0) return [{ part: flow, between: [...before, ...after] }];
  return partsOf(flow).map(({ operation, part }) => ({
    part,
    between: [...before, ...(operation === null ? [] : [operationPlace(owner, operation)]), ...after],
  }));
}

function serviceOf(asked: Asked | null, places: Places, maySee: Sight['maySee']): (Place & Located) | null {
  if (!namesService(asked) || !maySee(asked.namespace)) return null;
  return { ...places.service(asked), namespace: asked.namespace };
}

const operationPlace = (owner: Located, operation: string): Place => ({
  id: idOf.operation(owner, operation),
  kind: 'operation',
  cluster: owner.cluster,
  namespace: owner.namespace,
  name: operation,
  app: null,
  version: null,
});

/** A flow by kinds of request. Times and amounts are measured of all kinds together, so of one among several they are not known. */
function partsOf(flow: Flow): readonly { readonly operation: string | null; readonly part: Flow }[] {
  const total = sum(flow.endings);
  const share = (endings: Flow['endings']): number => (total > 0 ? sum(endings) / total : 0);
  const rest = remainder(flow);
  const all = [...flow.operations.map(({ name, endings }) => ({ operation: name, endings })), { operation: null, endings: rest }];
  const parts = all.filter(({ endings }) => endings.length > 0);
  if (parts.length === 1) return parts.map(({ operation }) => ({ operation, part: flow }));
  return parts.map(({ operation, endings }) => ({
    operation,
    part: {
      ...flow,
      endings,
      callerSaw: null,
      durations: null,
      amounts: noAmounts,
      sourcePerSecond: null,
      destinationPerSecond: null,
      securePerSecond: flow.securePerSecond * share(endings),
      plainPerSecond: flow.plainPerSecond * share(endings),
    },
  }));
}

/** What no operation claims. */
function remainder({ endings, operations }: Flow): Flow['endings'] {
  const keyOf = ({ code, flags, reporter }: Flow['endings'][number]): string => `${code}\n${flags}\n${reporter}`;
  const claimed = new Map<string, number>();
  for (const ending of operations.flatMap((operation) => operation.endings))
    claimed.set(keyOf(ending), (claimed.get(keyOf(ending)) ?? 0) + ending.requestsPerSecond);
  return endings.flatMap((ending) => {
    const left = ending.requestsPerSecond - (claimed.get(keyOf(ending)) ?? 0);
    return left > ending.requestsPerSecond * 1e-9 ? [{ ...ending, requestsPerSecond: left }] : [];
  });
}

const sum = (endings: Flow['endings']): number => endings.reduce((total, { requestsPerSecond }) => total + requestsPerSecond, 0);

/** A name is shown if it is a service's of a namespace that may be seen, or one outside that a visible caller asked for. */
function hostOf({ asked }: Flow, { from, to, maySee }: { from: Place; to: Place; maySee: Sight['maySee'] }): string | null {
  if (asked === null || to.kind === 'restricted') return null;
  const isShown = asked.namespace === null ? from.kind !== 'restricted' : maySee(asked.namespace);
  return isShown ? asked.host : null;
}

const namespaceOf = (end: Flow['from']): string | null => ('namespace' in end ? end.namespace : null);

const restricted = (id: string): Place => ({
  id,
  kind: 'restricted',
  cluster: null,
  namespace: null,
  name: '',
  app: null,
  version: null,
});
