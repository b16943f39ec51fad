import { linkParts } from './links.ts';
import { namespaceNames, partName } from './names.ts';
import { discreteLogNormal, zipf } from './quantities.ts';
import { roll } from '../../flow/index.ts';

/** Where a service stands: asked from outside, in between, or asking nobody. */
export type Role = 'entry' | 'middle' | 'leaf';

/** One service of a generated mesh. */
export interface Part {
  readonly name: string;
  readonly namespace: string;
  readonly role: Role;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** How many calls away from the door it may stand; calls go from lower to higher. */
  readonly layer: number;
  /** Of each version. */
  readonly instances: number;
  readonly versions: readonly string[];
  readonly sidecar: boolean;
  /** Indices of the services it knows how to call. */
  readonly callees: readonly number[];
}

/** A generated mesh before it becomes objects. */
export interface Plan {
  readonly namespaces: readonly string[];
  /** Order: by layer. */
  readonly parts: readonly Part[];
}

/** What is asked of the generator. Namespaces: null for as many as usual. */
export interface Size {
  readonly services: number;
  readonly namespaces: number | null;
}

/** More than enough to be a crowd in a picture, few enough to be scraped one by one. */
const podsAtMost = 3;
/** Larger meshes are there for their size: one pod each and half the calls, or one laptop could not keep all their series. */
const fullUpTo = 2000;
/** How many others a service calls. Source: published numbers of services called, for those that are full. */
const degrees = { full: { median: 4, p90: 13, max: 60 }, lean: { median: 2, p90: 5, max: 60 } } as const;

/** Shares of the layers behind the door. Source: published depths of call graphs, most of them two to four calls deep. */
const layerShares = [0.1, 0.28, 0.27, 0.18, 0.1, 0.07];

/** Shares of services. Source: published roles of services, 13 to 23 % without callers and 30 to 39 % without callees. */
const shares = { entry: 0.18, leaf: 0.35, tcp: 0.1, grpc: 0.2, bare: 0.03, versioned: 0.05 };

/** Plans a mesh: same size and seed, same mesh. Namespaces by default grow with the root of the services: about 47 for 1000. */
export function planMesh({ services, namespaces }: Size, seed: number): Plan {
  const spaces = namespaceNames(Math.min(services, namespaces ?? Math.max(2, Math.round(1.5 * Math.sqrt(services)))));
  const sizes = namespaceSizes(services, spaces.length);
  const drawn = sizes.flatMap((size, space) =>
    Array.from({ length: size }, (_, index) => drawPart(spaces[space] ?? '', index, { seed, lean: services > fullUpTo })),
  );
  const parts = drawn.sort((a, b) => a.layer - b.layer);
  const links = linkParts(parts, seed);
  return { namespaces: spaces, parts: parts.map((part, index) => ({ ...part, callees: links[index] ?? [] })) };
}

function drawPart(
  namespace: string,
  index: number,
  { seed, lean }: { readonly seed: number; readonly lean: boolean },
): Omit<Part, 'callees'> & { readonly degree: number } {
  const dice = (what: string): number => roll(seed, what, namespace, index);
  const role = roleOf(dice('role'));
  const protocol = protocolOf(role, dice('protocol'));
  return {
    name: partName(index, protocol, dice('name')),
    namespace,
    role,
    protocol,
    layer: layerOf(role, dice('layer')),
    instances: lean ? 1 : Math.min(podsAtMost, zipf(1.65, 50, dice('instances'))),
    versions: isVersioned(role, protocol, dice('versions')) ? ['v1', 'v2'] : ['v1'],
    sidecar: dice('sidecar') >= shares.bare,
    degree: role === 'leaf' ? 0 : discreteLogNormal(lean ? degrees.lean : degrees.full, dice('degree')),
  };
}

const roleOf = (u: number): Role => (u < shares.entry ? 'entry' : u < 1 - shares.leaf ? 'middle' : 'leaf');

/** Databases and caches answer over TCP; they are leaves. */
function protocolOf(role: Role, u: number): Part['protocol'] {
  const tcp = role === 'leaf' ? shares.tcp / shares.leaf : 0;
  const grpc = role === 'entry' ? 0 : shares.grpc / (1 - shares.entry);
  return u < tcp ? 'tcp' : u < tcp + grpc ? 'grpc' : 'http';
}

/** Behind the door, where a route of its own tells callers which version to take. */
const isVersioned = (role: Role, protocol: Part['protocol'], u: number): boolean =>
  role !== 'entry' && protocol !== 'tcp' && u < shares.versioned / (1 - shares.entry - shares.tcp);

/** The door is layer 0. What asks others cannot be in the last layer. */
function layerOf(role: Role, u: number): number {
  if (role === 'entry') return 0;
  const open = role === 'middle' ? layerShares.slice(0, -1) : layerShares;
  let left = u * open.reduce((total, share) => total + share, 0);
  const found = open.findIndex((share) => (left -= share) < 0);
  return 1 + (found < 0 ? open.length - 1 : found);
}

/** A few large namespaces and many small ones; each has at least one service. */
function namespaceSizes(services: number, count: number): readonly number[] {
  const weights = Array.from({ length: count }, (_, index) => (index + 1) ** -0.8);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let given = 0;
  let passed = 0;
  return weights.map((weight, index) => {
    passed += weight;
    const size = Math.max(1, Math.min(Math.round((passed / total) * services) - given, services - given - (count - index - 1)));
    given += size;
    return size;
  });
}
