import type { LayoutInput, LayoutNode } from './layout-input.ts';

/** What is moved as one: a node, or the versions of an application. */
export interface Unit {
  readonly id: string;
  readonly box: string | null;
  readonly role: LayoutNode['role'];
  readonly members: readonly string[];
}

/** Calls between units: who calls it, whom it calls. */
export interface Links {
  readonly callers: ReadonlyMap<string, readonly string[]>;
  readonly called: ReadonlyMap<string, readonly string[]>;
}

/** Folds the versions of an application into one unit, and their calls with them. */
export function unitsOf({ nodes, edges }: LayoutInput): { readonly units: readonly Unit[]; readonly links: Links } {
  const units = [...Map.groupBy(nodes, ({ id, app }) => app ?? id)].map(([id, members]): Unit => {
    const first = members[0];
    return { id, box: first?.box ?? null, role: first?.role ?? 'inner', members: members.map((member) => member.id) };
  });
  const unitOf = new Map(units.flatMap(({ id, members }) => members.map((member): [string, string] => [member, id])));
  const pairs = new Map(
    edges.flatMap(({ from, to }) => {
      const [a, b] = [unitOf.get(from), unitOf.get(to)];
      return a === undefined || b === undefined || a === b ? [] : [[`${a} ${b}`, [a, b] as const] as const];
    }),
  );
  const list = (key: 0 | 1, value: 0 | 1): ReadonlyMap<string, readonly string[]> =>
    new Map([...Map.groupBy(pairs.values(), (pair) => pair[key])].map(([id, group]) => [id, group.map((pair) => pair[value])]));
  return { units, links: { called: list(0, 1), callers: list(1, 0) } };
}

/** The calls among some units only. */
export function linksWithin(units: readonly Unit[], { callers, called }: Links): Links {
  const known = new Set(units.map(({ id }) => id));
  const within = (links: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> =>
    new Map(
      units.flatMap(({ id }): readonly [string, readonly string[]][] => {
        const kept = (links.get(id) ?? []).filter((other) => known.has(other));
        return kept.length > 0 ? [[id, kept]] : [];
      }),
    );
  return { callers: within(callers), called: within(called) };
}

/**
 * The column of each unit, 0 on the left: one further than the furthest of its callers. Calls that close a circle do
 * not count. What nobody calls stands just before what it calls; an unknown caller makes no column of its own for it.
 */
export function rankUnits(units: readonly Unit[], links: Links): ReadonlyMap<string, number> {
  const order = downstream(units, links);
  const place = new Map(order.map((id, index) => [id, index]));
  const roleOf = new Map(units.map(({ id, role }) => [id, role]));
  const forward = (from: string, to: string): boolean => (place.get(from) ?? 0) < (place.get(to) ?? 0);
  const ranks = new Map<string, number>();
  for (const id of order) {
    const before = (links.callers.get(id) ?? []).filter((caller) => forward(caller, id) && roleOf.get(caller) !== 'caller');
    ranks.set(
      id,
      before.reduce((rank, caller) => Math.max(rank, (ranks.get(caller) ?? 0) + 1), 0),
    );
  }
  for (const id of order.toReversed()) {
    const after = (links.called.get(id) ?? []).filter((next) => forward(id, next)).map((next) => ranks.get(next) ?? 0);
    if (after.length === 0) continue;
    if (roleOf.get(id) !== 'door' && !links.callers.has(id)) ranks.set(id, Math.max(0, Math.min(...after) - 1));
  }
  return ranks;
}

/** Every unit after those that call it, as far as circles allow. Starts at the doors. */
function downstream(units: readonly Unit[], { callers, called }: Links): readonly string[] {
  const weight = ({ id, role }: Unit): number => (role === 'caller' ? 0 : role === 'door' ? 1 : callers.has(id) ? 3 : 2);
  const starts = [...units].sort((a, b) => weight(a) - weight(b));
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const { id } of starts) {
    const open: { readonly id: string; next: number }[] = seen.has(id) ? [] : [{ id, next: 0 }];
    seen.add(id);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const next = called.get(top.id)?.[top.next++];
      if (next === undefined) {
        finished.push(top.id);
        open.pop();
      } else if (!seen.has(next)) {
        seen.add(next);
        open.push({ id: next, next: 0 });
      }
    }
  }
  return finished.toReversed();
}
