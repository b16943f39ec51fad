import { execFile } from 'node:child_process';

/** What a run of kubectl came to. */
export interface KubectlOutcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The real kubectl on a kubeconfig, with a home folder of its own. Total: a refusal is an outcome. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<KubectlOutcome>;

/** Prepares kubectl for one person. */
export const kubectlFor =
  (kubeconfig: string, home: string): Kubectl =>
  (args, input = '') =>
    new Promise((resolve, reject) => {
      const child = execFile(
        'kubectl',
        [...args, '--kubeconfig', kubeconfig],
        { env: { PATH: process.env['PATH'], HOME: home }, maxBuffer: 10_000_000 },
        (error, out, err) => {
          if (error && typeof error.code !== 'number') reject(error);
          else resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
        },
      );
      child.stdin?.end(input);
    });

/** The output of a run that must succeed. Fails: with kubectl's own words. */
export async function said(outcome: Promise<KubectlOutcome>): Promise<string> {
  const { code, out, err } = await outcome;
  if (code !== 0) throw new Error(`kubectl ended with ${code}: ${err || out}`);
  return out;
}
