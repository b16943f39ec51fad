import { noAmounts } from './amounts.ts';
import { idOf, type Located } from './end.ts';
import type { Asked, Flow } from './flows.ts';
import { sumOfFlow } from './call-sum.ts';
import type { DrawnFlow, Stops } from './drawing.ts';
import { namesService, type Place, type Places } from './places.ts';
import type { PlacedFlow } from './tally-edges.ts';

/** Which namespaces the reader may see, and which of them were asked for. */
export interface Sight {
  readonly maySee: (namespace: string) => boolean;
  readonly isChosen: (namespace: string | null) => boolean;
}

/**
 * The edges that a flow is drawn as. Without stops it is one; with them each stop is entered and left by the very same traffic:
 *
 *   caller ──▶ service ──▶ operation ──▶ waypoint ──▶ workload
 *
 * Nothing where neither end is in the chosen namespaces. A stop that the reader may not see is passed by.
 */
export function placeFlow({ flow, caller, callee, sum }: DrawnFlow, { places, sight, stops }: Terrain): readonly PlacedFlow[] {
  const { maySee, isChosen } = sight;
  // A place may be in another namespace than the workload it stands for: the reader must be allowed to see both.
  const isHidden = (place: Place, end: Flow['from']): boolean =>
    (place.namespace !== null && !maySee(place.namespace)) || ('namespace' in end && !maySee(end.namespace));
  const from = isHidden(caller, flow.from) ? restrictedCallers : caller;
  const to = isHidden(callee, flow.to) ? restrictedTargets : callee;
  if (!isChosen(from.namespace) && !isChosen(to.namespace)) return [];

  const isCallerHidden = from.kind === 'restricted';
  const isTargetHidden = to.kind === 'restricted';
  const host = hostOf(flow, { isCallerHidden, isTargetHidden, maySee });
  const isWhole = !isCallerHidden && !isTargetHidden && host === (flow.asked?.host ?? null);
  const ways = stops === null ? [{ part: flow, between: [] }] : waysOf(flow, to, { places, sight, stops });
  return ways.flatMap(({ part, between }) => {
    const known = part === flow && isWhole ? sum : sumOfFlow(part, sum.traffic.window, { host, isCallerHidden, isTargetHidden });
    return hops([from, ...between, to], { flow: part, sum: known });
  });
}

/** One after the other; a stop at the place where one is already is none. */
function hops(way: readonly Place[], told: Pick<PlacedFlow, 'flow' | 'sum'>): readonly PlacedFlow[] {
  const placed: PlacedFlow[] = [];
  let before: Place | null = null;
  let goesOn = false;
  for (const next of way) {
    if (before && before.id !== next.id) placed.push({ from: before, to: next, ...told, goesOn });
    goesOn = before !== null;
    before = next;
  }
  return placed;
}

/** A part of a flow and the stops on its way. */
interface Way {
  readonly part: Flow;
  readonly between: readonly Place[];
}

/** Between what a flow is drawn, and for whom. */
export interface Terrain {
  readonly places: Places;
  readonly sight: Sight;
  /** Null: none. */
  readonly stops: Stops | null;
}

/** What can be stopped before: workloads and what stands for them. */
const reached: ReadonlySet<Place['kind']> = new Set(['workload', 'app', 'gateway']);

function waysOf(flow: Flow, to: Place, { places, sight: { maySee }, stops }: Terrain & { readonly stops: Stops }): readonly Way[] {
  const service = serviceOf(flow.asked, places, maySee);
  if (to.kind === 'service') return waysBy(flow, { owner: stops.operations ? service : null, before: [], after: [] }, places);
  if (!reached.has(to.kind)) return [{ part: flow, between: [] }];
  const before = service && stops.services ? [service] : [];
  const waypoint = stops.waypointOf(flow);
  const after = waypoint && waypoint.namespace !== null && maySee(waypoint.namespace) ? [waypoint] : [];
  const owner = service ?? (to.namespace === null ? null : { ...to, namespace: to.namespace });
  return waysBy(flow, { owner: stops.operations ? owner : null, before, after }, places);
}

interface Between {
  /** What the kinds of request belong to; null where nobody wants to tell them apart. */
  readonly owner: Located | null;
  readonly before: readonly Place[];
  readonly after: readonly Place[];
}

function waysBy(flow: Flow, { owner, before, after }: Between, places: Places): readonly Way[] {
  if (owner === null || flow.operations.length === 0) return [{ part: flow, between: [...before, ...after] }];
  return partsOf(flow).map(({ operation, part }) => ({
    part,
    between: [...before, ...(operation === null ? [] : [places.operation(owner, operation)]), ...after],
  }));
}

function serviceOf(asked: Asked | null, places: Places, maySee: Sight['maySee']): (Place & Located) | null {
  return namesService(asked) && maySee(asked.namespace) ? places.service(asked) : null;
}

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

interface Hidden {
  readonly isCallerHidden: boolean;
  readonly isTargetHidden: boolean;
  readonly maySee: Sight['maySee'];
}

/** A name is shown if it is a service's of a namespace that may be seen, or one outside that a visible caller asked for. */
function hostOf({ asked }: Flow, { isCallerHidden, isTargetHidden, maySee }: Hidden): string | null {
  if (asked === null || isTargetHidden) return null;
  const isShown = asked.namespace === null ? !isCallerHidden : maySee(asked.namespace);
  return isShown ? asked.host : null;
}

const restricted = (id: string): Place => ({
  id,
  kind: 'restricted',
  cluster: null,
  namespace: null,
  name: '',
  app: null,
  version: null,
});

const restrictedCallers = restricted(idOf.restrictedCallers);
const restrictedTargets = restricted(idOf.restrictedTargets);
