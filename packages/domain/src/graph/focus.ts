interface Call {
  readonly from: string;
  readonly to: string;
}

/** What is left of a graph around one node. */
export interface Near {
  readonly nodes: ReadonlySet<string>;
  readonly keeps: (call: Call) => boolean;
}

/**
 * What is at most `hops` calls upstream or downstream of a node. Other callees of its callers are not near: no request of
 * this node meets them. Stops between caller and workload, such as services, are no hops of their own.
 */
export function nearTo(focus: string, hops: number, calls: readonly Call[], isStop: (id: string) => boolean): Near {
  const cost = (id: string): number => (id !== focus && isStop(id) ? 0 : 1);
  const down = walk(
    focus,
    hops,
    cost,
    index(calls, ({ from, to }) => [from, to]),
  );
  const up = walk(
    focus,
    hops,
    cost,
    index(calls, ({ from, to }) => [to, from]),
  );
  return {
    nodes: new Set([...down.keys(), ...up.keys()]),
    keeps: ({ from, to }) => leads(down, from, to, cost) || leads(up, to, from, cost),
  };
}

/** A call belongs to the way if following it brings one no further than it took to get there. */
function leads(distances: ReadonlyMap<string, number>, near: string, far: string, cost: (id: string) => number): boolean {
  const [start, end] = [distances.get(near), distances.get(far)];
  return start !== undefined && end !== undefined && end <= start + cost(near) && end >= start;
}

function index(calls: readonly Call[], directed: (call: Call) => readonly [string, string]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const call of calls) {
    const [near, far] = directed(call);
    const list = found.get(near);
    if (list) list.push(far);
    else found.set(near, [far]);
  }
  return found;
}

/** Distances within reach, stops first (a breadth-first walk whose steps cost 0 or 1). */
function walk(
  focus: string,
  hops: number,
  cost: (id: string) => number,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const distances = new Map([[focus, 0]]);
  let now: string[] = [focus];
  let later: string[] = [];
  for (let reached = 0; reached <= hops && now.length > 0; reached += 1) {
    for (let i = 0; i < now.length; i += 1) {
      const id = now[i] ?? '';
      if ((distances.get(id) ?? 0) < reached) continue;
      const step = reached + cost(id);
      if (step > hops) continue;
      for (const far of next.get(id) ?? []) {
        if ((distances.get(far) ?? Number.POSITIVE_INFINITY) <= step) continue;
        distances.set(far, step);
        (step === reached ? now : later).push(far);
      }
    }
    [now, later] = [later, []];
  }
  return distances;
}
