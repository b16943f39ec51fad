// @vitest-environment jsdom
import { getGraph, type TrafficGraph } from '@vigla/contract/graph';
import { listNamespaces } from '@vigla/contract/inventory';
import { applyConfig } from '@vigla/contract/istio';
import { getSession, usePersona as changePersona } from '@vigla/contract/session';
import { at, seconds } from '@vigla/contract/units';
import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { answering, type Answers, type Reply, renderView, testSession } from '../test/index.ts';
import { useEndpoint, useSessionWrite, useShown, useWrite } from './index.ts';

afterEach(cleanup);

const graph = (namespaces: readonly string[], when = 1000): TrafficGraph => ({
  at: at(when),
  window: seconds(300),
  groupBy: 'version',
  gathered: null,
  cost: null,
  namespaces: [...namespaces],
  nodes: [],
  edges: [],
  newestSampleAt: null,
  gaps: [],
});
const failure: Reply = { status: 502, body: { code: 'source_unavailable', detail: 'refused', source: 'prometheus' } };

function Picture({ namespace, freshness = 'live' }: { readonly namespace: readonly string[]; readonly freshness?: 'live' | 'frozen' }) {
  const { data, error, failingSinceMs, isPrevious, refetch } = useEndpoint(
    getGraph,
    { query: { namespace: [...namespace] } },
    { freshness },
  );
  return (
    <div>
      <p>{data ? `drawn ${data.namespaces.join()} at ${data.at}` : 'nothing drawn'}</p>
      <p>{error ? `failed ${error.code}` : 'no failure'}</p>
      <p>{failingSinceMs === null ? 'not old' : 'old'}</p>
      <p>{isPrevious ? 'previous' : 'present'}</p>
      <button type="button" onClick={refetch}>
        again
      </button>
    </div>
  );
}

describe('a view that asks', () => {
  it('keeps the old picture, marked as old, when the next one fails, and recovers', async () => {
    const replies: Reply[] = [{ body: graph(['shop']) }, failure, { body: graph(['shop'], 1005) }];
    renderView(<Picture namespace={['shop']} />, new Map([[getGraph, () => replies.shift() ?? failure]]));
    await screen.findByText('drawn shop at 1000');
    fireEvent.click(screen.getByText('again'));
    await screen.findByText('failed source_unavailable');
    expect(screen.getByText('drawn shop at 1000')).toBeDefined();
    expect(screen.getByText('old')).toBeDefined();
    fireEvent.click(screen.getByText('again'));
    await screen.findByText('drawn shop at 1005');
    expect(screen.getByText('no failure')).toBeDefined();
    expect(screen.getByText('not old')).toBeDefined();
  });

  it('asks again by itself for what is away, even of the past, and not for what was refused', async () => {
    vi.useFakeTimers();
    try {
      let reply = failure;
      const { sent } = renderView(<Picture namespace={[]} freshness="frozen" />, answering([getGraph, () => reply]));
      await act(() => vi.advanceTimersByTimeAsync(5100));
      expect(sent).toHaveLength(2);
      reply = { status: 403, body: { code: 'forbidden', detail: 'no' } };
      await act(() => vi.advanceTimersByTimeAsync(60_000));
      expect(sent).toHaveLength(3);
      expect(screen.getByText('failed forbidden')).toBeDefined();
    } finally {
      vi.useRealTimers();
    }
  });

  it('shares one answer with every view that asks the same, in whatever order', async () => {
    const { sent } = renderView(
      <>
        <Picture namespace={['shop', 'cart']} />
        <Picture namespace={['cart', 'shop']} />
      </>,
      new Map([[getGraph, { body: graph(['cart', 'shop']) }]]),
    );
    expect(await screen.findAllByText('drawn cart,shop at 1000')).toHaveLength(2);
    expect(sent).toHaveLength(1);
  });

  it('shows the picture before, and says so, until the next question is answered', async () => {
    let answer: (reply: Reply) => void = () => undefined;
    const slow = new Promise<Reply>((resolve) => {
      answer = resolve;
    });
    const answers: Answers = new Map([[getGraph, ({ url }) => (url.includes('cart') ? slow : { body: graph(['shop']) })]]);
    const Chooser = () => {
      const [namespace, choose] = useState(['shop']);
      return (
        <>
          <button type="button" onClick={() => choose(['cart'])}>
            cart
          </button>
          <Picture namespace={namespace} />
        </>
      );
    };
    renderView(<Chooser />, answers);
    await screen.findByText('drawn shop at 1000');
    fireEvent.click(screen.getByText('cart'));
    expect(screen.getByText('drawn shop at 1000')).toBeDefined();
    expect(screen.getByText('previous')).toBeDefined();
    await act(async () => answer({ body: graph(['cart']) }));
    await screen.findByText('drawn cart at 1000');
    expect(screen.getByText('present')).toBeDefined();
  });

  it('lets the masthead date the page without asking again', async () => {
    const Masthead = () => <p>dated {useShown(getGraph).data?.at ?? 'not yet'}</p>;
    const { sent } = renderView(
      <>
        <Masthead />
        <Picture namespace={[]} />
      </>,
      new Map([[getGraph, { body: graph([]) }]]),
    );
    expect(screen.getByText('dated not yet')).toBeDefined();
    await screen.findByText('dated 1000');
    expect(sent).toHaveLength(1);
  });
});

describe('a view that writes', () => {
  const object = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'reviews', namespace: 'bookinfo' } };
  const Writer = () => {
    const { send, error } = useWrite(applyConfig, [getGraph]);
    return (
      <>
        <button
          type="button"
          onClick={() => void send({ params: { namespace: 'bookinfo' }, body: { objects: [object] } }).catch(() => undefined)}
        >
          write
        </button>
        <p>{error ? `refused ${error.code}` : 'not refused'}</p>
      </>
    );
  };
  const applied: Reply = { body: { dryRun: false, applied: [], findings: [] } };

  it('carries the mark of the session and asks again for what it made stale', async () => {
    const { sent } = renderView(
      <>
        <Picture namespace={[]} />
        <Writer />
      </>,
      answering([getGraph, { body: graph([]) }], [applyConfig, applied]),
    );
    await screen.findByText('drawn at 1000', { exact: false });
    fireEvent.click(screen.getByText('write'));
    await waitFor(() => expect(sent.filter(({ url }) => url === '/api/v1/graph')).toHaveLength(2));
    expect(sent.find(({ method }) => method === 'PUT')?.headers['x-vigla-csrf']).toBe(testSession.csrf);
  });

  it('gets the new mark of a server that was restarted, once', async () => {
    let csrf = 'old';
    const refusal: Reply = { status: 403, body: { code: 'wrong_origin', detail: 'The mark is of another session.' } };
    const { sent } = renderView(
      <Writer />,
      answering(
        [getSession, () => ({ body: { ...testSession, csrf } })],
        [
          applyConfig,
          ({ headers }) => {
            csrf = 'new';
            return headers['x-vigla-csrf'] === 'new' ? applied : refusal;
          },
        ],
      ),
    );
    fireEvent.click(screen.getByText('write'));
    await waitFor(() =>
      expect(sent.filter(({ method }) => method === 'PUT').map(({ headers }) => headers['x-vigla-csrf'])).toEqual(['old', 'new']),
    );
    expect(screen.getByText('not refused')).toBeDefined();
  });

  it('says why it was refused', async () => {
    renderView(<Writer />, new Map([[applyConfig, { status: 409, body: { code: 'conflict', detail: 'Changed meanwhile.' } }]]));
    fireEvent.click(screen.getByText('write'));
    expect(await screen.findByText('refused conflict')).toBeDefined();
  });
});

it('forgets what the person before could see', async () => {
  let who = 'maria';
  const Other = () => {
    // oxlint-disable-next-line react/hooks -- a row of the API whose name begins like a hook's
    const { send } = useSessionWrite(changePersona);
    return (
      <button type="button" onClick={() => void send({ body: { persona: 'viewer' } })}>
        be viewer
      </button>
    );
  };
  const Names = () => (
    <p>
      {useEndpoint(listNamespaces, {}, { freshness: 'live' })
        .data?.namespaces.map(({ name }) => name)
        .join() ?? 'none known'}
    </p>
  );
  const names = (name: string): Reply => ({ body: { namespaces: [{ name, labels: {}, injected: null, controlPlane: false }] } });
  let open: (reply: Reply) => void = () => undefined;
  const slow = new Promise<Reply>((resolve) => {
    open = resolve;
  });
  renderView(
    <>
      <Other />
      <Names />
    </>,
    answering(
      [listNamespaces, () => (who === 'maria' ? names('secret') : slow)],
      [
        changePersona,
        () => {
          who = 'viewer';
          return { body: { ...testSession, person: { username: 'viewer', groups: [] } } };
        },
      ],
    ),
  );
  await screen.findByText('secret');
  fireEvent.click(screen.getByText('be viewer'));
  await waitFor(() => expect(screen.queryByText('secret')).toBeNull());
  await act(async () => open(names('bookinfo')));
  await screen.findByText('bookinfo');
});
