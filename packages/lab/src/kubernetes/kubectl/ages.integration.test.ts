import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { editor } from '../trial.ts';
import { kubectls, type KubectlTrial, needKubectl, ratings, startKubectlTrial } from './kubectl-trial.ts';

let trial: KubectlTrial;

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial([], { logs: { lines: () => [{ atMs: 0, text: 'a line' }] } });
});
afterAll(() => trial?.[Symbol.asyncDispose]());

it.each(kubectls.map((path, index) => [path.split('/').pop() ?? '', path, index] as const))(
  'works with kubectl of every age: %s',
  async (_, binary, index) => {
    const home = await trial.freshHome();
    const by = (manner: object, ...args: readonly string[]) => trial.run({ binary, env: { HOME: home }, ...manner }, ...args);
    const byEditor = (...args: readonly string[]) => by({ as: editor }, '-n', 'bookinfo', ...args);
    const path = await trial.file(`aged-${index}.json`, ratings(`aged-${index}`));
    expect((await byEditor('get', 'vs')).out).toContain('["reviews"]');
    expect((await byEditor('apply', '-f', path)).out).toContain('created');
    expect((await byEditor('apply', '-f', path)).out).toContain('unchanged');
    expect((await byEditor('apply', '--server-side', '--force-conflicts', '-f', path)).out).toContain('serverside-applied');
    expect((await byEditor('auth', 'can-i', 'create', 'dr')).out).toBe('yes\n');
    expect((await byEditor('delete', '-f', path)).out).toContain('deleted');
    // Typed clients of later ages send these as protobuf.
    const namespace = `age-${index}`;
    expect((await by({}, 'create', 'namespace', namespace)).out).toBe(`namespace/${namespace} created\n`);
    expect((await by({}, 'create', 'deployment', 'web', '-n', namespace, '--image=web:1')).out).toBe('deployment.apps/web created\n');
    trial.cluster.clock.ms += 1000;
    expect((await by({}, 'logs', 'deploy/web', '-n', namespace)).out).toBe('a line\n');
    expect((await by({}, 'delete', 'namespace', namespace)).code).toBe(0);
  },
);
