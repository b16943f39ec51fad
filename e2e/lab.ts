import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type Kubectl, kubectlFor } from './kubectl.ts';
import { type Running, startVigla } from './process.ts';

export type Persona = 'admin' | 'viewer' | 'editor';

/** A simulated mesh with a console in front of it, reached by what it prints at its start and by nothing else. */
export interface Lab extends Running {
  readonly prometheus: string;
  readonly tracing: string;
  /** Of the Kubernetes API, as the kubeconfig names it. */
  readonly kubernetes: string;
  kubeconfig(persona: Persona): string;
  token(persona: Persona): Promise<string>;
  kubectl(persona: Persona): Kubectl;
  /** A kubeconfig like the persona's that goes to another address, such as a gate's. */
  kubeconfigVia(url: string, persona: Persona): Promise<string>;
}

interface Kubeconfig {
  readonly clusters: { name: string; cluster: { server: string } }[];
  readonly users: { name: string; user: { token: string } }[];
}

/** Starts `vigla demo` on Bookinfo and reads where everything is from its own words. */
export async function startLab(): Promise<Lab> {
  const running = await startVigla(['demo', '--scenario', 'bookinfo', '--port', '0']);
  const folder = await mkdtemp(join(tmpdir(), 'vigla-journey-'));
  const told = (pattern: RegExp): string => {
    const found = pattern.exec(running.output())?.[1];
    if (found === undefined) throw new Error(`The demo does not say ${pattern.source}:\n${running.output()}`);
    return found;
  };
  const printed = told(/kubectl --kubeconfig (\S+) get/);
  const kubeconfig = (persona: Persona): string => join(dirname(printed), `kubeconfig-${persona}.yaml`);
  const read = async (persona: Persona): Promise<Kubeconfig> => parse(await readFile(kubeconfig(persona), 'utf8')) as Kubeconfig;
  const admin: Kubeconfig = parse(await readFile(printed, 'utf8')) as Kubeconfig;
  return {
    ...running,
    prometheus: told(/Prometheus\s+(http\S+)/),
    tracing: told(/Jaeger\s+(http\S+)/),
    kubernetes: admin.clusters[0]?.cluster.server ?? '',
    kubeconfig,
    token: async (persona) => (await read(persona)).users[0]?.user.token ?? '',
    kubectl: (persona) => kubectlFor(kubeconfig(persona), folder),
    kubeconfigVia: async (url, persona) => {
      const config = await read(persona);
      const path = join(folder, `kubeconfig-${persona}-${new URL(url).port}.yaml`);
      const clusters = config.clusters.map(({ name, cluster }) => ({ name, cluster: { ...cluster, server: url } }));
      await writeFile(path, stringify({ ...config, clusters }), { mode: 0o600 });
      return path;
    },
    stop: async () => {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
