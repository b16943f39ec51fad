import type { Resource } from '../sources/index.ts';
import { recordOf, recordsOf, textOf } from './json.ts';
import { groupPath } from './resource-path.ts';
import type { Transport } from './transport.ts';
import type { WatchedResource } from './watched-resources.ts';

/** What the cluster serves of what we would read. `fingerprint` changes when its groups or versions do. */
export interface Discovered {
  readonly resources: readonly Resource[];
  readonly fingerprint: string;
}

type Served = ReadonlyMap<string, readonly string[]>;

/** Asks which groups and versions there are: one request. The core group is always there. */
export async function readGroups(transport: Transport, signal: AbortSignal): Promise<Served> {
  const { body } = await transport.ask({ way: 'local' }, { method: 'GET', path: '/apis' }, signal);
  const named = recordsOf(recordOf(body)['groups']).map(
    ({ name, versions }) => [textOf(name), recordsOf(versions).map(({ version }) => textOf(version))] as const,
  );
  return new Map([['', ['v1']], ...named]);
}

/**
 * Decides the version under which each wanted resource is read: the best we know among those served.
 * Resources that the cluster does not have are left out; that is no failure, a mesh without the Gateway API is a mesh.
 */
export async function discover(transport: Transport, wanted: readonly WatchedResource[], signal: AbortSignal): Promise<Discovered> {
  const served = await readGroups(transport, signal);
  const asked = new Map<string, Promise<ReadonlySet<string>>>();
  const pluralsOf = (group: string, version: string): Promise<ReadonlySet<string>> => {
    const path = groupPath(group, version);
    const plurals = asked.get(path) ?? readPlurals(transport, path, signal);
    asked.set(path, plurals);
    return plurals;
  };
  const found = await Promise.all(
    wanted.map(async ({ group, versions, plural, kind }): Promise<readonly Resource[]> => {
      for (const version of versions) {
        if (!served.get(group)?.includes(version)) continue;
        if ((await pluralsOf(group, version)).has(plural)) return [{ group, version, plural, kind }];
      }
      return [];
    }),
  );
  return { resources: found.flat(), fingerprint: fingerprintOf(served) };
}

/** The same text for the same groups and versions. */
export const fingerprintOf = (served: Served): string => JSON.stringify([...served].sort(([a], [b]) => (a < b ? -1 : 1)));

async function readPlurals(transport: Transport, path: string, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { body } = await transport.ask({ way: 'local' }, { method: 'GET', path }, signal);
  return new Set(recordsOf(recordOf(body)['resources']).map(({ name }) => textOf(name)));
}
