import { Difference } from '@vigla/contract/compare';
import { NodeKind, Protocol } from '@vigla/contract/graph';
import { Health } from '@vigla/contract/health';
import type { Quantity } from './units.ts';

/** What has to be shown so that the answer to a term can be seen. */
export type Need = 'time' | 'throughput' | 'locks' | 'rank' | 'idle' | 'idleEdges' | 'badges' | 'services' | 'operations' | 'compare';

/** What a term can be about: nodes, calls, or both. */
export type Side = 'node' | 'edge' | 'both';

/** A word that can be asked, and what it takes. Aliases are other words for the same. */
export interface Operand {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly side: Side;
  readonly takes:
    | { readonly kind: 'text' }
    | { readonly kind: 'choice'; readonly among: readonly string[] }
    | { readonly kind: 'number'; readonly quantity: Quantity; readonly alone?: true }
    | { readonly kind: 'flag' };
  readonly needs: readonly Need[];
}

type Rest = { readonly aliases?: readonly string[]; readonly needs?: readonly Need[] };
const text = (side: Side, name: string, { aliases = [], needs = [] }: Rest = {}): Operand => ({
  name,
  aliases,
  side,
  takes: { kind: 'text' },
  needs,
});
const choice = (side: Side, name: string, among: readonly string[], { aliases = [], needs = [] }: Rest = {}): Operand => ({
  ...text(side, name, { aliases, needs }),
  takes: { kind: 'choice', among },
});
const number = (side: Side, name: string, quantity: Quantity, { aliases = [], needs = [] }: Rest = {}): Operand => ({
  ...text(side, name, { aliases, needs }),
  takes: { kind: 'number', quantity },
});
const flag = (name: string, { aliases = [], needs = [] }: Rest = {}): Operand => ({
  ...text('node', name, { aliases, needs }),
  takes: { kind: 'flag' },
});
const badge = (name: string, ...aliases: readonly string[]): Operand => flag(name, { aliases, needs: ['badges'] });

const nodeTypes = ['app', 'operation', 'service', 'workload', 'unknown'] as const;

/** All that can be asked. Names and aliases of Kiali's language mean here what they mean there. */
export const operands: readonly Operand[] = [
  text('node', 'app'),
  text('node', 'cluster'),
  number('node', 'grpcin', 'rate'),
  number('node', 'grpcout', 'rate'),
  number('node', 'httpin', 'rate'),
  number('node', 'httpout', 'rate'),
  text('node', 'name'),
  text('node', 'namespace', { aliases: ['ns'] }),
  choice('node', 'node', [...nodeTypes, 'op', 'svc', 'wl']),
  text('node', 'operation', { aliases: ['op'], needs: ['operations'] }),
  ...['rank', 'rankin', 'rankout'].map((name) => number('node', name, 'count', { needs: ['rank'] })),
  text('node', 'service', { aliases: ['svc'] }),
  number('node', 'tcpin', 'bytes'),
  number('node', 'tcpout', 'bytes'),
  text('node', 'version'),
  text('node', 'workload', { aliases: ['wl'] }),
  choice('node', 'kind', NodeKind.options),
  badge('circuitbreaker', 'cb'),
  flag('dead'),
  badge('faultinjection', 'fi'),
  flag('healthy'),
  flag('idle', { needs: ['idle'] }),
  flag('inaccessible'),
  badge('mirroring'),
  flag('outside', { aliases: ['outsider'] }),
  badge('requestrouting', 'rr'),
  badge('requesttimeout', 'rto'),
  flag('outofmesh', { aliases: ['om'] }),
  flag('sidecar', { aliases: ['sc'] }),
  flag('serviceentry', { aliases: ['se'] }),
  badge('tcptrafficshifting', 'tcpts'),
  badge('trafficshifting', 'ts'),
  flag('trafficsource', { aliases: ['root'] }),
  badge('virtualservice', 'vs'),
  flag('workloadentry', { aliases: ['we'] }),
  text('edge', 'destprincipal', { needs: ['locks'] }),
  text('edge', 'sourceprincipal', { needs: ['locks'] }),
  number('edge', 'grpc', 'rate'),
  number('edge', '%grpcerr', 'percent', { aliases: ['%grpcerror'] }),
  number('edge', '%grpctraffic', 'percent'),
  number('edge', 'http', 'rate'),
  number('edge', '%httperr', 'percent', { aliases: ['%httperror'] }),
  number('edge', '%httptraffic', 'percent'),
  { ...number('edge', 'mtls', 'percent', { needs: ['locks'] }), takes: { kind: 'number', quantity: 'percent', alone: true } },
  choice('edge', 'protocol', Protocol.options),
  number('edge', 'responsetime', 'time', { aliases: ['rt'], needs: ['time'] }),
  number('edge', 'p50', 'time', { needs: ['time'] }),
  number('edge', 'p95', 'time', { needs: ['time'] }),
  number('edge', 'p99', 'time', { needs: ['time'] }),
  number('edge', 'tcp', 'bytes'),
  number('edge', 'throughput', 'bytes', { needs: ['throughput'] }),
  { ...flag('traffic'), side: 'edge' },
  choice('both', 'health', Health.options),
  number('both', 'rate', 'rate'),
  number('both', 'errors', 'percent'),
  choice('both', 'change', Difference.options, { needs: ['compare'] }),
  number('node', 'since', 'age'),
];

const byWord: ReadonlyMap<string, Operand> = new Map(
  operands.flatMap((operand) => [operand.name, ...operand.aliases].map((word): readonly [string, Operand] => [word, operand])),
);

/** All words that an operand can be written as; those with a label's name come on top. */
export const operandWords: readonly string[] = [...byWord.keys(), 'label:'];

const label = /^label:([a-z0-9][-a-z0-9_./]{0,251})$/i;

/** The operand that a word means: `cb`, `%httperr`, `label:team`. Null for none. */
export function operandOf(word: string): Operand | null {
  const [, key] = label.exec(word) ?? [];
  if (key !== undefined) return { name: `label:${key}`, aliases: [], side: 'node', takes: { kind: 'text' }, needs: [] };
  return byWord.get(word.toLowerCase()) ?? null;
}

/** The label that an operand asks for; null where it asks for none. */
export const labelOf = ({ name }: Operand): string | null => (name.startsWith('label:') ? name.slice('label:'.length) : null);

/** Whether an operand makes a term by itself: `healthy`, `mtls`, `label:team`. */
export const standsAlone = (operand: Operand): boolean =>
  operand.takes.kind === 'flag' || (operand.takes.kind === 'number' && operand.takes.alone === true) || labelOf(operand) !== null;
