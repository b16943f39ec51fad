import { roll, type AppModel, type Operation, type OutgoingCall, type Scatter } from '../../flow/index.ts';
import { waves } from '../waves.ts';
import { doorsOf, hostOf } from './doors.ts';
import { ports } from './objects.ts';
import type { Part, Plan } from './plan.ts';

const small: Scatter = { median: 300, spread: 0.3 };
const answer: Scatter = { median: 1200, spread: 0.6 };

/** What comes in for each service there is. Units: requests per second. */
const loadPerService = 0.4;
/** How many calls an operation makes on average: more, and the last layer would drown. */
const callsPerRequest = 1.8;
/** Source: about one call in six is made again within the same request. */
const repeated = 0.16;

/** What the services of a generated mesh do, and who asks: at most eight roots, whatever the size. */
export function scaleModel(plan: Plan, seed: number): AppModel {
  const behaviours = plan.parts.flatMap((part, index) => {
    const operations = operationsOf(plan, index, seed);
    return part.versions.map((version) => [`${part.namespace}/${part.name}-${version}`, operations] as const);
  });
  const roots = doorsOf(plan).map(({ host, share }): AppModel['roots'][number] => ({
    id: host,
    from: { kind: 'outside', workload: 'istio-system/istio-ingressgateway' },
    call: { host, port: 80, protocol: 'http', method: 'GET', path: '/list', headers: {} },
    requestBytes: small,
    requestsPerSecond: share * loadPerService * plan.parts.length,
    waves,
  }));
  return { roots, behaviours: new Map(behaviours), handsOn: [] };
}

/** Paths of the two things that a service can do; a database knows one. */
const paths: Readonly<Record<Part['protocol'], readonly string[]>> = {
  http: ['/list', '/read'],
  grpc: ['/parts.Parts/List', '/parts.Parts/Read'],
  tcp: [''],
};

function operationsOf({ parts }: Plan, index: number, seed: number): readonly Operation[] {
  const part = parts[index];
  if (!part) return [];
  const dice = (...what: readonly (string | number)[]): number => roll(seed, 'operation', index, ...what);
  return paths[part.protocol].map((path, nth): Operation => {
    const called = part.callees.filter((callee) => part.callees.length === 1 || dice(nth, 'calls', callee) < 0.75);
    return {
      path,
      latencyMs: { median: 1 + 12 * dice(nth, 'median') ** 2, spread: 0.3 + 0.4 * dice(nth, 'spread') },
      responseBytes: answer,
      failures: part.protocol !== 'tcp' && dice('failing') < 0.02 ? [{ code: 503, share: 0.02 * dice(nth, 'failing') }] : [],
      calls: called.flatMap((callee) => {
        const other = parts[callee];
        if (!other) return [];
        const often = Math.min(1, (callsPerRequest / called.length) * (0.4 + 1.2 * dice(nth, 'often', callee)));
        return [callTo(other, { perRequest: dice(nth, 'again', callee) < repeated ? 2 * often : often, u: dice(nth, 'path', callee) })];
      }),
    };
  });
}

function callTo(part: Part, { perRequest, u }: { readonly perRequest: number; readonly u: number }): OutgoingCall {
  const known = paths[part.protocol];
  return {
    host: hostOf(part),
    port: ports[part.protocol],
    protocol: part.protocol,
    method: part.protocol === 'http' ? 'GET' : part.protocol === 'grpc' ? 'POST' : '',
    path: known[Math.floor(u * known.length)] ?? '',
    perRequest,
    required: false,
    timeoutMs: null,
    requestBytes: small,
  };
}
