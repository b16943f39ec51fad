import { roll } from '../../flow/index.ts';

/** As much of a service as matters to who calls whom. */
export interface Linkable {
  readonly namespace: string;
  readonly role: 'entry' | 'middle' | 'leaf';
  readonly protocol: string;
  readonly layer: number;
  /** How many others it calls. */
  readonly degree: number;
}

/** Neighbours in a namespace are this much likelier to be called. */
const neighbourly = 4;
/** Being called makes it likelier to be called again, a little less than in proportion. */
const attraction = 0.9;

/**
 * Who calls whom, by index. Calls go from lower to higher layers, but for a few that go back and so in a circle.
 * Everything behind the door has a caller. Source: preferential attachment, which gives the heavy tail that is measured.
 */
export function linkParts(parts: readonly Linkable[], seed: number): readonly (readonly number[])[] {
  const links = parts.map(() => new Set<number>());
  const crowd = crowdOf(parts, seed);
  const callerFor = callersOf(parts, links, seed);
  parts.forEach((part, callee) => {
    if (part.role === 'entry') return;
    links[callerFor(callee)]?.add(callee);
    crowd.called(callee);
  });
  parts.forEach(({ role, degree, layer }, caller) => {
    const own = links[caller] ?? new Set();
    for (let trial = 0; own.size < degree && trial < degree * 3; trial++) {
      const callee = crowd.choose(caller, firstBeyond(parts, layer), roll(seed, 'callee', caller, trial));
      if (callee === null || own.has(callee)) continue;
      own.add(callee);
      crowd.called(callee);
    }
    const back = role === 'middle' && roll(seed, 'circle', caller) < 0.015 ? closeCircle(links, parts, caller) : null;
    if (back !== null) own.add(back);
  });
  return links.map((own) => [...own]);
}

/** Somebody from a lower layer: of the same namespace and with calls to make if there is anybody, else whoever a few dice find. */
function callersOf(parts: readonly Linkable[], links: readonly ReadonlySet<number>[], seed: number) {
  const asking = parts.flatMap(({ role }, index) => (role === 'leaf' ? [] : [index]));
  const homes = Map.groupBy(asking, (index) => parts[index]?.namespace ?? '');
  const isOpen = (index: number): boolean => (links[index]?.size ?? 0) < (parts[index]?.degree ?? 0);
  return (callee: number): number => {
    const { namespace, layer } = parts[callee] ?? { namespace: '', layer: 0 };
    const fits = (index: number): boolean => (parts[index]?.layer ?? 0) < layer;
    const near = (homes.get(namespace) ?? []).filter((index) => fits(index) && isOpen(index));
    if (near.length > 0) return near[Math.floor(roll(seed, 'caller', callee) * near.length)] ?? 0;
    const before = asking.findIndex((index) => !fits(index));
    const end = before < 0 ? asking.length : before;
    const tries = Array.from({ length: 12 }, (_, i) => asking[Math.floor(roll(seed, 'stranger', callee, i) * end)] ?? 0);
    return tries.find(isOpen) ?? tries[0] ?? 0;
  };
}

/** Parts are in the order of their layers. */
function firstBeyond(parts: readonly Linkable[], layer: number): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.layer ?? 0) > layer) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A callee of a callee that is told to call back. */
function closeCircle(links: readonly ReadonlySet<number>[], parts: readonly Linkable[], caller: number): number | null {
  const callers = links.flatMap((own, index) => (own.has(caller) && parts[index]?.role === 'middle' ? [index] : []));
  return callers[0] ?? null;
}

/** Those who can be called, each with its pull. */
function crowdOf(parts: readonly Linkable[], seed: number) {
  const calls = new Float64Array(parts.length);
  const fame = fameOf(parts, seed);
  const pull = Float64Array.from(fame);
  const spaces = new Map([...new Set(parts.map(({ namespace }) => namespace))].map((name, index) => [name, index]));
  const space = Int32Array.from(parts, ({ namespace }) => spaces.get(namespace) ?? 0);
  return {
    called(index: number): void {
      calls[index] = (calls[index] ?? 0) + 1;
      pull[index] = (fame[index] ?? 0) * ((calls[index] ?? 0) + 1) ** attraction;
    },
    choose(caller: number, from: number, u: number): number | null {
      const home = space[caller];
      const pullOf = (index: number): number => (pull[index] ?? 0) * (space[index] === home ? neighbourly : 1);
      let total = 0;
      for (let index = from; index < pull.length; index++) total += pullOf(index);
      let left = u * total;
      for (let index = from; index < pull.length; index++) if ((left -= pullOf(index)) < 0) return index;
      return null;
    },
  };
}

/** A database belongs to one or two services. Of the others a few, deep down, are known to everybody; most are known to few. */
function fameOf(parts: readonly Linkable[], seed: number): Float64Array {
  const drawn = parts.map(({ layer }, index) => ({ index, u: roll(seed, 'fame', index) / Math.max(1, layer) }));
  const fame = new Float64Array(parts.length);
  drawn
    .sort((a, b) => a.u - b.u)
    .forEach(({ index }, rank) => {
      fame[index] = parts[index]?.protocol === 'tcp' ? 0.4 : ((rank + 0.5) / parts.length) ** -0.5;
    });
  return fame;
}
