import type { Scenario } from '../scenario.ts';
import { scaleModel } from './model.ts';
import { scaleObjects } from './objects.ts';
import { planMesh, type Size } from './plan.ts';

const days = 86_400_000;

/** Bounds of what can be asked for. */
const bounds = { services: [100, 10_000], namespaces: [1, 1000] } as const;

/** A generated mesh of so many services, by the statistics that were published of large ones. */
export function scale(size: Size, seed: number): Scenario {
  const plan = planMesh(size, seed);
  return {
    id: size.namespaces === null ? `scale:${size.services}` : `scale:${size.services}/${size.namespaces}`,
    title: `A generated mesh of ${size.services} services in ${plan.namespaces.length} namespaces`,
    model: scaleModel(plan, seed),
    moments: (telling) => [{ atMs: telling.nowMs - 30 * days, objects: scaleObjects(plan, telling) }],
  };
}

/** `scale:1000`, or `scale:1000/100` for 100 namespaces; undefined for anything else or beyond the bounds. */
export function readScale(id: string): Size | undefined {
  const found = /^scale:(\d{1,6})(?:\/(\d{1,5}))?$/.exec(id);
  if (!found) return undefined;
  const services = Number(found[1]);
  const namespaces = found[2] === undefined ? null : Number(found[2]);
  const within = (value: number, [from, to]: readonly [number, number]): boolean => value >= from && value <= to;
  const fits = within(services, bounds.services) && (namespaces === null || within(namespaces, bounds.namespaces));
  return fits ? { services, namespaces } : undefined;
}
