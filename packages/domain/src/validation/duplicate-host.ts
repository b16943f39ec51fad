import type { IstioObject } from '@vigla/contract/istio';
import { listOf, serviceKey, textOf } from '../inventory/index.ts';
import { finding, isKind, meant, nameOf, type Rule, type World } from './rule.ts';

/** KIA1106: two VirtualServices for one host at one gateway. Proxies follow the older and ignore the other without a word. */
export const duplicateHost: Rule = (object, world) => {
  if (!isKind(object, 'VirtualService')) return [];
  const mine = claims(object, world);
  return world.all
    .filter((other) => isKind(other, 'VirtualService') && nameOf(other) !== nameOf(object))
    .flatMap((other) => {
      const theirs = new Set(claims(other, world).map(({ claim }) => claim));
      return mine
        .filter(({ claim }) => theirs.has(claim))
        .slice(0, 1)
        .map(({ path, host }) => {
          const wins = isOlder(object, other) ? nameOf(object) : nameOf(other);
          const severity = wins === nameOf(object) ? 'warning' : 'error';
          return finding(object, { rule: 'KIA1106', severity, path, facts: { host, other: nameOf(other), wins } });
        });
    });
};

interface Claim {
  readonly claim: string;
  readonly path: string;
  readonly host: string;
}

function claims(object: IstioObject, world: World): readonly Claim[] {
  const named = listOf(object.spec, 'gateways').filter((gateway) => typeof gateway === 'string');
  const gateways = named.length === 0 ? ['mesh'] : named.map((gateway) => fullGateway(gateway, object));
  const hosts = listOf(object.spec, 'hosts').filter((host) => typeof host === 'string');
  return hosts.flatMap((host, i) => {
    const service = meant(host, object, world);
    const key = service ? serviceKey(service) : host;
    return gateways.map((gateway) => ({ claim: `${gateway} ${key}`, path: `spec.hosts[${i}]`, host }));
  });
}

const fullGateway = (gateway: string, { metadata }: IstioObject): string =>
  gateway === 'mesh' || gateway.includes('/') ? gateway : `${metadata.namespace}/${gateway}`;

function isOlder(a: IstioObject, b: IstioObject): boolean {
  const [x, y] = [born(a), born(b)];
  return x === y ? nameOf(a) < nameOf(b) : x < y;
}

/** An object that was never written is the youngest. One that was, but comes from an editor without its time, is the one that decided until now. */
const born = ({ metadata }: IstioObject): string =>
  textOf(metadata, 'creationTimestamp') ?? (metadata.resourceVersion === undefined ? '9' : '0');
