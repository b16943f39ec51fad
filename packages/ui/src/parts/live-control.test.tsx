// @vitest-environment jsdom
import { getGraph, type TrafficGraph } from '@vigla/contract/graph';
import { getOverview } from '@vigla/contract/overview';
import { at, seconds } from '@vigla/contract/units';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, it } from 'vitest';
import { useEndpoint } from '../data/index.ts';
import { answering, type Reply, renderView, type Sent, testNowMs } from '../test/index.ts';
import { LiveControl } from './index.ts';

afterEach(cleanup);

const now = testNowMs / 1000;

/** A page that shows the graph, beside the control that dates it. */
function Page({ start }: { readonly start: number | null }) {
  const [instant, choose] = useState(start);
  useEndpoint(
    getGraph,
    { query: { namespace: [], ...(instant !== null && { atEpochSeconds: instant }) } },
    { freshness: instant === null ? 'live' : 'frozen' },
  );
  return <LiveControl atEpochSeconds={instant} onChoose={choose} />;
}

const graphOf = (sampledSecondsAgo: number | null): TrafficGraph => ({
  at: at(now),
  window: seconds(300),
  groupBy: 'version',
  gathered: null,
  cost: null,
  namespaces: [],
  nodes: [],
  edges: [],
  newestSampleAt: sampledSecondsAgo === null ? null : at(now - sampledSecondsAgo),
  gaps: [],
});
const open = (sampledSecondsAgo: number | null, start: number | null = null) =>
  renderView(<Page start={start} />, new Map([[getGraph, { body: graphOf(sampledSecondsAgo) }]]));
const time = async () => (await screen.findByText(/\d\d:\d\d:\d\d/)).textContent?.replace(/\s/g, ' ');

it('dates the page by its newest sample, not by the clock', async () => {
  open(4);
  expect(await time()).toMatch(/:32:06$/);
  expect(screen.getByText('Live')).toBeDefined();
});

it('says that live data is old when it is', async () => {
  open(95);
  expect(await time()).toMatch(/:30:35, 1 min old$/);
});

it('says that live data is old as soon as nothing newer comes', async () => {
  let answer: Reply = { body: graphOf(12) };
  renderView(<Page start={null} />, answering([getGraph, () => answer]), { refreshMs: 50 });
  await time();
  answer = { status: 502, body: { code: 'source_unavailable', detail: 'refused', source: 'prometheus' } };
  expect(await screen.findByText(/:31:58, 12\ss old$/)).toBeDefined();
});

it('holds the page still, says so, and goes on', async () => {
  open(4);
  await time();
  fireEvent.click(screen.getByRole('button', { name: 'Pause' }));
  expect(await time()).toMatch(/^Paused at .*:32:10$/);
  fireEvent.click(screen.getByRole('button', { name: 'Back to live' }));
  expect(await screen.findByText('Live')).toBeDefined();
});

it('tells a past that came with the link from a pause', async () => {
  open(null, now - 1620);
  expect(await time()).toMatch(/:05:10, 27 min ago$/);
});

it('has no second to tell before there is data', () => {
  open(4);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Pause' }).disabled).toBe(true);
  expect(screen.queryByText(/\d\d:\d\d/)).toBeNull();
});

/** Two windows beside each other; the earlier one is answered last. */
function Both() {
  const query = { namespace: [], atEpochSeconds: at(now - 1920) };
  const { data } = useEndpoint(getGraph, { query }, { freshness: 'frozen' });
  return (
    <>
      <Page start={null} />
      {data && <p>both are here</p>}
    </>
  );
}

it('is as old as the later of two windows that stand beside each other', async () => {
  let answerEarlier: (reply: Reply) => void = () => {};
  const earlier = new Promise<Reply>((resolve) => {
    answerEarlier = resolve;
  });
  const graphAt = ({ url }: Sent): Reply | Promise<Reply> => (url.includes('atEpochSeconds') ? earlier : { body: graphOf(4) });
  renderView(<Both />, answering([getGraph, graphAt]));
  await time();
  answerEarlier({ body: { ...graphOf(1924), at: at(now - 1920) } });
  await screen.findByText('both are here');
  expect(await time()).toMatch(/:32:06$/);
});

it('dates the overview as it dates the graph', async () => {
  const Overview = () => {
    useEndpoint(getOverview, { query: { namespace: [] } }, { freshness: 'live' });
    return <LiveControl atEpochSeconds={null} onChoose={() => {}} />;
  };
  const overview = {
    at: at(now),
    window: seconds(300),
    enteringPerSecond: 412,
    enteringErrorRatio: 0,
    enteringP95Ms: null,
    doors: 1,
    mtlsRatio: null,
    plainTextPerSecond: null,
    workloads: 0,
    namespaces: [],
    newestSampleAt: at(now - 4),
    gaps: [],
    cost: null,
  };
  renderView(<Overview />, new Map([[getOverview, { body: overview }]]));
  expect(await time()).toMatch(/:32:06$/);
});
