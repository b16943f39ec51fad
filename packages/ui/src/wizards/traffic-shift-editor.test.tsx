// @vitest-environment jsdom
import { applyConfig, getTrafficShift, IstioObject, type TrafficShiftStart } from '@vigla/contract/istio';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import type { Host } from '../host/index.ts';
import { answering, type Answers, type Reply, renderView, type Sent } from '../test/index.ts';
import { TrafficShiftEditor } from './index.ts';

afterEach(cleanup);

const virtualService = (resourceVersion: string, weights: readonly [number, number], timeout = '3s'): IstioObject => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'reviews', namespace: 'bookinfo', resourceVersion, managedFields: [{ manager: 'kubectl' }] },
  spec: {
    hosts: ['reviews'],
    http: [{ timeout, route: weights.map((weight, at) => ({ destination: { host: 'reviews', subset: `v${at + 1}` }, weight })) }],
  },
});
const destinationRule: IstioObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  metadata: { name: 'reviews', namespace: 'bookinfo', resourceVersion: '7' },
  spec: { host: 'reviews', subsets: ['v1', 'v2'].map((version) => ({ name: version, labels: { version } })) },
};
const start: TrafficShiftStart = {
  namespace: 'bookinfo',
  service: 'reviews',
  versions: [
    { version: 'v1', subset: 'v1', workloads: ['reviews-v1'], readyPods: 3, percent: 80 },
    { version: 'v2', subset: 'v2', workloads: ['reviews-v2'], readyPods: 2, percent: 20 },
  ],
  virtualService: virtualService('41', [80, 20]),
  destinationRule,
  neighbours: [],
  canWrite: true,
  missing: null,
  managers: [],
};

const sentBody = ({ body }: Sent) => applyConfig.body.parse(body);
const isDry = (sent: Sent): boolean => sentBody(sent).dryRun;
const taken = (sent: Sent): Reply => ({
  body: {
    dryRun: isDry(sent),
    applied: [
      {
        object: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'bookinfo', name: 'reviews' },
        outcome: 'changed',
        before: 'weight: 80\n',
        after: 'weight: 90\n',
        resourceVersion: '42',
        warnings: ['this API is old'],
      },
    ],
    findings: [],
  },
});

function open(changes: { start?: Partial<TrafficShiftStart>; answers?: Answers; host?: Partial<Host> } = {}) {
  const onDone = vi.fn<(sentence: string) => void>();
  const onCancel = vi.fn<() => void>();
  const answers: Answers = new Map([
    [getTrafficShift, { body: { ...start, ...changes.start } }],
    [applyConfig, taken],
    ...(changes.answers ?? []),
  ]);
  const rendered = renderView(
    <TrafficShiftEditor namespace="bookinfo" service="reviews" onDone={onDone} onCancel={onCancel} />,
    answers,
    changes.host,
  );
  const writes = () => rendered.sent.filter(({ method }) => method === 'PUT');
  return { ...rendered, onDone, onCancel, writes };
}

const field = (version: string) => screen.findByRole<HTMLInputElement>('spinbutton', { name: `Percent to ${version}` });
const button = (name: string | RegExp) => screen.getByRole<HTMLButtonElement>('button', { name });
const set = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } });
const slide = (version: string, value: string) => set(screen.getByRole('slider', { name: `Share of ${version}` }), value);

/** Reads the preview as a person does: from the page. */
async function previewed(): Promise<unknown[]> {
  const preview = screen.getByRole('region', { name: 'What will be sent' });
  await waitFor(() => expect(within(preview).getAllByLabelText(/^YAML of/)).toHaveLength(2));
  return within(preview)
    .getAllByLabelText(/^YAML of/)
    .map(
      (pane) =>
        parse([...pane.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n') || (pane.textContent ?? '')) as unknown,
    );
}

it('starts from what is there and keeps it in sight', async () => {
  open();
  expect((await field('v1')).value).toBe('80');
  expect(screen.getByText('now 20 %')).toBeDefined();
  expect(screen.getByText('3 pods ready')).toBeDefined();
  expect(screen.getByText('Nothing has been sent to the cluster yet.')).toBeDefined();
});

it('sends exactly the objects it previewed, after diff and dry run', async () => {
  const { writes, onDone } = open();
  await field('v1');
  slide('v2', '10');
  expect((await field('v1')).value).toBe('90');
  const preview = await previewed();
  expect(writes()).toHaveLength(0);

  fireEvent.click(button('Review diff'));
  const diff = screen.getByRole('figure', { name: 'Differences in VirtualService reviews' });
  expect(diff.textContent).toMatch(/removed: .*weight: 80/);
  expect(diff.textContent).toMatch(/added: .*weight: 90/);
  expect(within(screen.getByRole('region', { name: 'DestinationRule reviews' })).getByText('No difference')).toBeDefined();
  expect(writes()).toHaveLength(0);

  fireEvent.click(button('Start dry run'));
  await screen.findByText('The cluster would take this change.');
  expect(screen.getByText(/The cluster warns: this API is old/)).toBeDefined();
  fireEvent.click(button('Go on to apply…'));
  expect(writes().map(isDry)).toEqual([true]);

  fireEvent.click(button('Apply to the cluster'));
  await waitFor(() =>
    expect(onDone).toHaveBeenCalledWith(expect.stringMatching(/^Traffic to reviews is divided anew: v1 90\s%, v2 10\s%\.$/)),
  );
  expect(writes().map(({ url, body }) => ({ url, body }))).toEqual(
    [true, false].map((dryRun) => ({ url: '/api/v1/namespaces/bookinfo/config', body: { objects: preview, dryRun } })),
  );
  const first = IstioObject.parse(preview[0]);
  expect(first.metadata.resourceVersion).toBe('41');
  expect(first.spec).toMatchObject({ http: [{ timeout: '3s' }] });
});

it('says what is wrong and will not send it, and offers the way out', async () => {
  open();
  set(await field('v2'), '30');
  expect(screen.getByText(/The shares add up to 110 %, not 100 %\./)).toBeDefined();
  expect(button('Review diff').disabled).toBe(true);
  fireEvent.click(button('Fit the others'));
  expect((await field('v1')).value).toBe('70');
  expect(button('Review diff').disabled).toBe(false);
});

it.each([['33.5'], ['-5'], ['1e9']])('refuses %s as a share without breaking', async (typed) => {
  open();
  set(await field('v2'), typed);
  expect(screen.getByText(/is no share: it takes whole percent/)).toBeDefined();
  expect(button('Review diff').disabled).toBe(true);
});

it('warns of a version without pods and of a second VirtualService for the host', async () => {
  const other = { ...virtualService('3', [50, 50]), metadata: { name: 'reviews-old', namespace: 'bookinfo' } };
  open({ start: { versions: start.versions.map((version) => ({ ...version, readyPods: 0 })), neighbours: [other] } });
  await field('v1');
  expect(screen.getByText(/No pod of v2 is ready\./)).toBeDefined();
  expect(screen.getByText(/also routed by VirtualService bookinfo\/reviews-old/)).toBeDefined();
});

it('warns when somebody else writes these objects', async () => {
  open({ start: { managers: ['argocd-controller'] } });
  await field('v1');
  expect(screen.getByText(/argocd-controller wrote these objects last/)).toBeDefined();
});

it('does not bother the cluster with what it has already', async () => {
  open();
  await field('v1');
  fireEvent.click(button('Review diff'));
  expect(button('Start dry run').disabled).toBe(true);
  expect(screen.getByText('The cluster has it like this already.')).toBeDefined();
});

describe('where one may not write', () => {
  it.each([
    ['the console only reads', { host: { canWrite: false } }, 'This console only reads.'],
    [
      'a right lacks',
      { start: { canWrite: false, missing: 'patch virtualservices in bookinfo' } },
      'You need patch virtualservices in bookinfo.',
    ],
  ])('gives the reason beside the button when %s', async (_, changes, reason) => {
    const { writes } = open(changes);
    await field('v1');
    fireEvent.click(button('Review diff'));
    expect(screen.getByText(reason)).toBeDefined();
    expect(button('Start dry run').disabled).toBe(true);
    expect(writes()).toHaveLength(0);
  });
});

describe('when the cluster refuses', () => {
  const refusal: Reply = {
    status: 422,
    body: {
      code: 'rejected_by_cluster',
      detail: 'admission webhook "validation.istio.io" denied the request: weight must be positive',
      reference: '8f2c',
    },
  };
  it('repeats its words, says that nothing was written, and goes back', async () => {
    const { onDone } = open({ answers: new Map([[applyConfig, refusal]]) });
    await field('v1');
    slide('v2', '10');
    fireEvent.click(button('Review diff'));
    fireEvent.click(button('Start dry run'));
    await screen.findByText(/weight must be positive/);
    expect(screen.getByText('Nothing was written.')).toBeDefined();
    expect(screen.getByText('ref 8f2c')).toBeDefined();
    fireEvent.click(button('Back to the editor'));
    expect((await field('v1')).value).toBe('90');
    expect(onDone).not.toHaveBeenCalled();
  });

  it('names the right that lacks', async () => {
    const missing = { verb: 'patch', group: 'networking.istio.io', resource: 'virtualservices', namespace: 'bookinfo' };
    open({
      answers: new Map([[applyConfig, { status: 403, body: { code: 'forbidden', detail: 'virtualservices is forbidden', missing } }]]),
    });
    await field('v1');
    slide('v2', '10');
    fireEvent.click(button('Review diff'));
    fireEvent.click(button('Start dry run'));
    expect(await screen.findByText('You need patch virtualservices (bookinfo).')).toBeDefined();
  });
});

it('puts the shares on top of what somebody changed meanwhile', async () => {
  let held = start;
  const theirs = { ...start, virtualService: virtualService('42', [60, 40], '9s') };
  const answers: Answers = answering(
    [getTrafficShift, () => ({ body: held })],
    [
      applyConfig,
      (sent: Sent): Reply => {
        const [object] = sentBody(sent).objects;
        if (isDry(sent) || object?.metadata.resourceVersion === '42') return taken(sent);
        held = theirs;
        return { status: 409, body: { code: 'conflict', detail: 'VirtualService bookinfo/reviews was changed by somebody else.' } };
      },
    ],
  );
  const { writes, onDone } = open({ answers });
  await field('v1');
  slide('v2', '10');
  const toApply = async () => {
    fireEvent.click(button('Start dry run'));
    await screen.findByText('The cluster would take this change.');
    fireEvent.click(button('Go on to apply…'));
    fireEvent.click(button('Apply to the cluster'));
  };
  fireEvent.click(button('Review diff'));
  await toApply();
  await screen.findByText('VirtualService bookinfo/reviews was changed by somebody else.');
  expect(onDone).not.toHaveBeenCalled();
  fireEvent.click(await screen.findByRole('button', { name: 'Take theirs over and keep my shares' }));
  await toApply();
  await waitFor(() => expect(onDone).toHaveBeenCalledOnce());
  expect(writes().at(-1)?.body).toMatchObject({
    dryRun: false,
    objects: [
      { metadata: { resourceVersion: '42' }, spec: { http: [{ timeout: '9s', route: [{ weight: 90 }, { weight: 10 }] }] } },
      { kind: 'DestinationRule' },
    ],
  });
});

it('says so when there are no versions to choose from', async () => {
  open({ start: { versions: [] } });
  expect(await screen.findByText('reviews has no versions to choose from')).toBeDefined();
});

it('says why there is nothing to start from', async () => {
  open({
    answers: new Map([[getTrafficShift, { status: 404, body: { code: 'not_found', detail: 'There is no service reviews in bookinfo.' } }]]),
  });
  expect(await screen.findByText('There is no service reviews in bookinfo.')).toBeDefined();
});
