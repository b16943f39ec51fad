import type { IstioObject } from '@vigla/contract/istio';
import { fieldOf, listOf, textOf } from '../inventory/index.ts';

/** A place in a VirtualService that names where requests go. */
export interface Destination {
  readonly path: string;
  readonly host: string;
  readonly subset: string | null;
}

/** Every destination of a VirtualService, mirrors included. */
export function destinationsOf({ spec }: IstioObject): readonly Destination[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    listOf(spec, protocol).flatMap((rule, k) => {
      const path = `spec.${protocol}[${k}]`;
      const routes = listOf(rule, 'route').map((route, j) => destination(fieldOf(route, 'destination'), `${path}.route[${j}].destination`));
      const mirrors = listOf(rule, 'mirrors').map((mirror, j) =>
        destination(fieldOf(mirror, 'destination'), `${path}.mirrors[${j}].destination`),
      );
      return [...routes, ...mirrors, destination(fieldOf(rule, 'mirror'), `${path}.mirror`)].filter((found) => found !== null);
    }),
  );
}

function destination(value: unknown, path: string): Destination | null {
  const host = textOf(value, 'host');
  return host === undefined || host === '' ? null : { path, host, subset: textOf(value, 'subset') ?? null };
}
