import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deployment, virtualService } from '../trial.ts';
import { type KubectlTrial, minor, needKubectl, ratings, startKubectlTrial } from './kubectl-trial.ts';

let trial: KubectlTrial;

beforeEach(needKubectl);
beforeAll(async () => {
  trial = await startKubectlTrial();
});
afterAll(() => trial?.[Symbol.asyncDispose]());

const kubectl = (...args: readonly string[]) => trial.kubectl(...args);
const versionOf = async (kind: string, name: string) =>
  (await kubectl('get', kind, name, '-n', 'bookinfo', '-o', 'jsonpath={.metadata.resourceVersion}/{.metadata.generation}')).out;
const stored = (name: string) => trial.cluster.store.list('DestinationRule', 'bookinfo').find(({ metadata }) => metadata.name === name);
const twoSubsets = { subsets: [{ name: 'v2', labels: { version: 'v2' } }] };

describe('apply', () => {
  it('creates, leaves unchanged, changes, and shows the difference before', async () => {
    const path = await trial.file('ratings.json', ratings());
    expect((await kubectl('apply', '-f', path)).out).toBe('destinationrule.networking.istio.io/ratings created\n');
    const first = await versionOf('dr', 'ratings');
    expect((await kubectl('apply', '-f', path)).out).toBe('destinationrule.networking.istio.io/ratings unchanged\n');
    expect(await versionOf('dr', 'ratings')).toBe(first);
    await trial.file('ratings.json', ratings('ratings', twoSubsets));
    const diff = await kubectl('diff', '-f', path);
    expect([diff.code, diff.out]).toEqual([1, expect.stringMatching(/-\s+name: v1\n[\s\S]*\+\s+name: v2\n/)]);
    expect(await versionOf('dr', 'ratings')).toBe(first);
    expect((await kubectl('apply', '-f', path)).out).toBe('destinationrule.networking.istio.io/ratings configured\n');
    expect(await versionOf('dr', 'ratings')).toMatch(/\/2$/);
    expect((await kubectl('diff', '-f', path)).code).toBe(0);
  });

  it('takes several objects at once, of built-in and of custom kinds', async () => {
    const path = await trial.file('both.json', deployment('details', 1), ratings('both'));
    const created = ['deployment.apps/details created', 'destinationrule.networking.istio.io/both created', ''].join('\n');
    expect((await kubectl('apply', '-f', path)).out).toBe(created);
    const first = await versionOf('deploy', 'details');
    expect((await kubectl('apply', '-f', path)).out).toBe(created.replaceAll('created', 'unchanged'));
    expect(await versionOf('deploy', 'details')).toBe(first);
  });

  it('takes back from a built-in kind what is applied no more, and leaves alone what others wrote', async () => {
    const withTeam = {
      ...deployment('reviews', 1),
      metadata: { name: 'reviews', namespace: 'bookinfo', labels: { team: 'web', tier: 'front' } },
    };
    const path = await trial.file('reviews.json', withTeam);
    await kubectl('apply', '-f', path);
    await kubectl('label', 'deploy/reviews', '-n', 'bookinfo', 'by-hand=yes');
    await trial.file('reviews.json', { ...withTeam, metadata: { ...withTeam.metadata, labels: { team: 'web' } } });
    expect((await kubectl('apply', '-f', path)).out).toBe('deployment.apps/reviews configured\n');
    const [reviews] = trial.cluster.store.list('Deployment', 'bookinfo').filter(({ metadata }) => metadata.name === 'reviews');
    expect(reviews?.metadata.labels).toEqual({ team: 'web', 'by-hand': 'yes' });
  });

  it('only tries when told to', async () => {
    const path = await trial.file('tried.json', ratings('tried'));
    expect((await kubectl('apply', '-f', path, '--dry-run=server')).out).toBe(
      'destinationrule.networking.istio.io/tried created (server dry run)\n',
    );
    expect(stored('tried')).toBeUndefined();
    const bad = await trial.file('tried-bad.json', virtualService('tried-bad', [0, 0]));
    expect((await kubectl('apply', '-f', bad, '--dry-run=server')).err).toContain('total destination weight = 0');
  });

  it('is told what the webhook refuses, word for word', async () => {
    const path = await trial.file('bad.json', virtualService('bad', [0, 0]));
    const { err, code } = await kubectl('apply', '-f', path);
    expect(code).toBe(1);
    expect(err).toContain(
      'admission webhook "rev.validation.istio.io" denied the request: configuration is invalid: http[0]: total destination weight = 0',
    );
  });

  it('passes on what the webhook warns of', async () => {
    const rule = { route: [{ destination: { host: 'x' } }] };
    const path = await trial.file('late.json', {
      ...virtualService('late'),
      spec: { hosts: ['x'], http: [rule, { name: 'never', ...rule }] },
    });
    const { err, out } = await kubectl('apply', '-f', path);
    expect(err).toMatch(/^Warning: virtualService rule never not used/);
    expect(out).toContain('created');
  });

  it('is told of values of the wrong kind, with the field', async () => {
    const path = await trial.file('kind.json', ratings('kind', { host: 7, subsets: 'none' }));
    const { err } = await kubectl('apply', '-f', path);
    expect(err).toContain('DestinationRule "kind" is invalid');
    expect(err).toContain('spec.host');
    expect(err).toContain('must be of type array');
  });

  const odd = () => trial.file('odd.json', ratings('odd', { subset: [] }));
  it.skipIf(minor < 25)('is told of misspelled fields before anything is stored', async () => {
    expect((await kubectl('apply', '-f', await odd())).err).toContain('strict decoding error: unknown field "spec.subset"');
    expect((await kubectl('get', 'dr', 'odd', '-n', 'bookinfo')).err).toContain('destinationrules.networking.istio.io "odd" not found');
  });

  // Before 1.25 kubectl did not ask the server to refuse them.
  it.skipIf(minor >= 25)('is warned of misspelled fields, and they are not stored', async () => {
    expect((await kubectl('apply', '-f', await odd())).err).toContain('Warning: unknown field "spec.subset"');
    expect(stored('odd')?.spec).toEqual(ratings().spec);
  });
});

describe('apply on the server', () => {
  it('changes nothing the second time', async () => {
    const path = await trial.file('twice.json', ratings('twice'));
    const apply = () => kubectl('apply', '--server-side', '--field-manager=argocd', '-f', path);
    expect((await apply()).out).toBe('destinationrule.networking.istio.io/twice serverside-applied\n');
    const before = stored('twice');
    await apply();
    expect(stored('twice')).toEqual(before);
    expect(before?.metadata.managedFields).toMatchObject([{ manager: 'argocd', operation: 'Apply' }]);
  });

  it('is told of conflicts by the name of the other manager, and overcomes them by force', async () => {
    const path = await trial.file('owned.json', ratings('owned'));
    await kubectl('apply', '--server-side', '--field-manager=argocd', '-f', path);
    await trial.file('owned.json', ratings('owned', { host: 'ratings.bookinfo.svc.cluster.local' }));
    const refused = await kubectl('apply', '--server-side', '--field-manager=somebody', '-f', path);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('conflict with "argocd": .spec.host');
    expect(stored('owned')?.spec).toMatchObject({ host: 'ratings' });
    const forced = await kubectl('apply', '--server-side', '--force-conflicts', '--field-manager=somebody', '-f', path);
    expect(forced.out).toContain('serverside-applied');
    expect(stored('owned')?.spec).toMatchObject({ host: 'ratings.bookinfo.svc.cluster.local' });
    const owners = stored('owned')?.metadata.managedFields?.map(({ manager, fieldsV1 }) => [
      manager,
      JSON.stringify(fieldsV1).includes('f:host'),
    ]);
    expect(owners).toEqual([
      ['argocd', false],
      ['somebody', true],
    ]);
  });

  it('is told of fields somebody wrote by hand', async () => {
    const path = await trial.file('hand.json', ratings('hand'));
    await kubectl('create', '-f', path);
    await trial.file('hand.json', ratings('hand', { host: 'other' }));
    expect((await kubectl('apply', '--server-side', '-f', path)).err).toMatch(
      /conflict with "kubectl[^"]*" using networking\.istio\.io\/v1: \.spec\.host/,
    );
  });

  it('shows the difference before, and stores nothing for it', async () => {
    const path = await trial.file('shown.json', ratings('shown'));
    await kubectl('apply', '--server-side', '-f', path);
    const before = stored('shown');
    await trial.file('shown.json', ratings('shown', twoSubsets));
    const diff = await kubectl('diff', '--server-side', '-f', path);
    expect([diff.code, diff.out]).toEqual([1, expect.stringMatching(/-\s+name: v1\n[\s\S]*\+\s+name: v2\n/)]);
    expect(stored('shown')).toEqual(before);
  });

  // Before 1.21 the difference shows managed fields too, and those are different: they name another manager.
  it.skipIf(minor < 21)('agrees with what the client would have merged', async () => {
    const path = await trial.file('agreed.json', deployment('agreed', 1));
    await kubectl('apply', '-f', path);
    expect((await kubectl('diff', '--server-side', '--force-conflicts', '-f', path)).code).toBe(0);
  });

  it('takes back what its manager declares no more', async () => {
    const path = await trial.file('less.json', ratings('less', { exportTo: ['.'] }));
    await kubectl('apply', '--server-side', '-f', path);
    expect(stored('less')?.spec).toHaveProperty('exportTo');
    await trial.file('less.json', ratings('less'));
    await kubectl('apply', '--server-side', '-f', path);
    expect(stored('less')?.spec).toEqual(ratings().spec);
  });
});
