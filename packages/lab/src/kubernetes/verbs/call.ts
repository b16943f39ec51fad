import type { KubeObject } from '@vigla/contract/objects';
import type { User } from '../access/persona.ts';
import type { Json } from '../json/json.ts';
import { groupVersion, type Resource } from '../resources/resource.ts';
import { badRequest } from '../status/status.ts';
import type { Store } from '../store/store.ts';

/** What a request points at. */
export interface Target {
  readonly resource: Resource;
  readonly version: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string;
}

/** A request of a resource, as the verbs see it. `warnings` collects what travels back in Warning headers. */
export interface Call {
  readonly store: Store;
  readonly user: User;
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: () => unknown;
  /** The fields that the body says twice. */
  readonly duplicates: () => readonly string[];
  readonly userAgent: string;
  readonly warnings: string[];
}

/** An answer that is one JSON value. */
export interface Answer {
  readonly code: number;
  readonly body: Json;
}

/** Objects as the version of the request shows them. */
export const inVersion = ({ resource, version }: Target, object: KubeObject): KubeObject => ({
  ...object,
  apiVersion: groupVersion(resource.group, version),
});

/** Whether nothing may be stored. Fails: BadRequest for anything but `All`. */
export function isDryRun(query: URLSearchParams): boolean {
  const values = query.getAll('dryRun').filter((value) => value !== '');
  const wrong = values.find((value) => value !== 'All');
  if (wrong !== undefined) throw badRequest(`dryRun: unsupported value "${wrong}": supported values: "All"`);
  return values.length > 0;
}

/** Under which name a write is remembered: the one it gives, or the program that made it. */
export function managerOf({ query, userAgent }: Pick<Call, 'query' | 'userAgent'>): string {
  const given = query.get('fieldManager') ?? '';
  if (given.length > 128) throw badRequest('fieldManager: may have at most 128 characters');
  return given || userAgent.split('/')[0]?.trim().slice(0, 128) || 'unknown';
}

/** An instant as Kubernetes writes it, to the second. */
export const instant = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
