import { type Gate, gate } from './gate.ts';
import type { Lab } from './lab.ts';
import { type Running, startVigla } from './process.ts';

/** A server that reaches each of its sources through a door that a test can shut. */
export interface BehindGates extends Running {
  readonly gates: { readonly prometheus: Gate; readonly kubernetes: Gate; readonly tracing: Gate };
}

/** Starts `vigla serve` on the sources of a lab, or on a Prometheus of the test's own. `shut`: doors that are shut from the start. */
export async function serveBehindGates(
  lab: Lab,
  {
    prometheus = lab.prometheus,
    shut = [],
  }: { readonly prometheus?: string; readonly shut?: readonly (keyof BehindGates['gates'])[] } = {},
): Promise<BehindGates> {
  const gates = { prometheus: await gate(prometheus), kubernetes: await gate(lab.kubernetes), tracing: await gate(lab.tracing) };
  await Promise.all(shut.map((name) => gates[name].shut()));
  const kubeconfig = await lab.kubeconfigVia(gates.kubernetes.url, 'admin');
  const sources = ['--kubeconfig', kubeconfig, '--prometheus', gates.prometheus.url, '--tracing', gates.tracing.url];
  const running = await startVigla(['serve', '--port', '0', ...sources]);
  return {
    ...running,
    gates,
    stop: async () => {
      await running.stop();
      await Promise.all(Object.values(gates).map((one) => one.shut()));
    },
  };
}
