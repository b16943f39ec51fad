import { setTimeout as sleep } from 'node:timers/promises';
import type { EpochSeconds } from '@vigla/contract/units';
import { AppError } from '../http/index.ts';
import type { Kubernetes } from '../sources/index.ts';
import { type ClusterOptions, openCluster } from './cluster.ts';
import { recordOf, textOf } from './json.ts';
import { createNaps } from './pause.ts';
import { createPulse, type Pulse } from './pulse.ts';
import { createReading } from './reading.ts';
import { createRights } from './rights.ts';
import { createTransport, type Transport } from './transport.ts';
import { whoIs } from './who-is.ts';

export interface KubernetesOptions extends ClusterOptions {
  readonly timeoutMs: number;
  readonly now: () => EpochSeconds;
  /** Dice for spreading retries, 0..1. */
  readonly random: () => number;
  /** Told of what went wrong in a listener; a broken listener does not stop the reading. */
  readonly onTrouble: (message: string, error: unknown) => void;
  /** Patience, for tests. `silenceMs`: of a watch without events; `refusedMs`: before asking again for what was refused; `probeMs`: between looks at a quiet API server; `firstReadMs`: for the first reading. */
  readonly patience?: Partial<Patience>;
}

interface Patience {
  readonly silenceMs: number;
  readonly refusedMs: number;
  readonly probeMs: number;
  readonly firstReadMs: number;
}

const defaultPatience: Patience = { silenceMs: 150_000, refusedMs: 60_000, probeMs: 5000, firstReadMs: 3000 };

/**
 * Opens the cluster that the kubeconfig names and starts to read it. Waits a moment for the first reading, so that the first
 * page is whole; a cluster that does not answer is waited for no longer, and `missingKinds` says what has not arrived.
 * Fails: when the kubeconfig cannot be used, with one sentence that says why.
 */
export async function createKubernetes(options: KubernetesOptions): Promise<Kubernetes> {
  const cluster = await openCluster(options);
  const naps = createNaps();
  const pulse = createPulse({ url: cluster.url, now: options.now, onReturn: () => naps.wakeAll() });
  const transport = createTransport({ cluster, pulse, timeoutMs: options.timeoutMs });
  const patience = { ...defaultPatience, ...options.patience };
  const reading = createReading({ transport, naps, ...patience, random: options.random, onTrouble: options.onTrouble });
  const namespaces = () => {
    const why = reading.missingKinds().get('Namespace');
    if (why !== undefined && reading.list('Namespace').length === 0) {
      throw new AppError('source_unavailable', `The namespaces of the cluster are not known: ${why}`, { source: 'kubernetes' });
    }
    return reading.list('Namespace').map(({ metadata }) => metadata.name);
  };
  const rights = createRights({ transport, now: options.now, namespaces });
  const probe = startProbe(transport, pulse, patience.probeMs);

  await Promise.race([reading.tried, sleep(patience.firstReadMs, undefined, { ref: false })]);
  return {
    ...rights,
    list: reading.list,
    missingKinds: reading.missingKinds,
    onChange: reading.onChange,
    whoIs: (credentials, signal) => whoIs(transport, credentials, signal),
    request: ({ credentials }, request, signal) => transport.ask(credentials, request, signal),
    state: () => pulse.state(),
    close() {
      clearInterval(probe);
      reading.close();
      cluster.close();
    },
  };
}

/** Looks whether a quiet API server is still there, and which version it is. Answers of any other request make a look unnecessary. */
function startProbe(transport: Transport, pulse: Pulse, probeMs: number): NodeJS.Timeout {
  let looking = false;
  const look = async () => {
    const silent = pulse.silentSeconds();
    const { version, state } = pulse.state();
    if (looking || (version !== null && state === 'ok' && silent !== null && silent * 1000 < probeMs)) return;
    looking = true;
    try {
      const { body } = await transport.ask({ way: 'local' }, { method: 'GET', path: '/version' });
      const gitVersion = textOf(recordOf(body)['gitVersion']);
      if (gitVersion !== '') pulse.versionIs(gitVersion);
    } catch (error) {
      // The pulse has noted it already; anything but a failure of the cluster is a bug and must be seen.
      if (!(error instanceof AppError)) throw error;
    } finally {
      looking = false;
    }
  };
  void look();
  return setInterval(() => void look(), probeMs).unref();
}
