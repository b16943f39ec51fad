// @vitest-environment jsdom
import { listChanges } from '@vigla/contract/changes';
import { getGraph, getGraphHistory } from '@vigla/contract/graph';
import { getStatus } from '@vigla/contract/mesh';
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { answering, renderView, type Sent } from '../../test/index.ts';
import { GraphView } from '../graph-view.tsx';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { shopGraph } from '../test/shop-graph.ts';

const from = 1_795_352_400;
const to = from + 60;
const instantOf = ({ url }: Sent): number => Number(new URL(url, 'http://vigla').searchParams.get('atEpochSeconds'));
const status = {
  version: '1',
  now: to,
  demo: false,
  readOnly: false,
  sources: [],
  scrapeIntervalSeconds: 5,
  retentionSeconds: null,
  recordingRules: null,
  presets: { find: null, hide: null },
};
const answers = answering(
  [getGraph, (sent) => ({ body: { ...shopGraph(), at: instantOf(sent) || to } })],
  [getGraphHistory, { body: { from: to - 3600, to, stepSeconds: 30, enteringPerSecond: [1, 2], failingPerSecond: [0, 1], gaps: [] } }],
  [listChanges, { body: { changes: [], gaps: [] } }],
  [getStatus, { body: status }],
);
const places: GraphPlace[] = [];

function Page({ start }: { readonly start: GraphPlace }) {
  const [place, setPlace] = useState(start);
  const go = (next: GraphPlace): void => {
    places.push(next);
    setPlace(next);
  };
  return <GraphView place={place} onPlace={go} />;
}

const replaying: GraphPlace = { ...defaultGraphPlace, view: 'table', replay: { from, to, speed: 'fast' }, atEpochSeconds: from };
const asked = (sent: readonly Sent[]): readonly number[] => [
  ...new Set(sent.filter(({ url }) => url.startsWith('/api/v1/graph?')).map(instantOf)),
];
const bar = (): Promise<HTMLElement> => screen.findByRole('group', { name: 'Replay' });
const shownAt = (): number | null | undefined => places.at(-1)?.atEpochSeconds;

beforeAll(() => {
  vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
});
afterEach(() => {
  cleanup();
  places.length = 0;
  vi.useRealTimers();
});

it('GRF-49: asks for the next two instants before their turn, and for no more', async () => {
  const { sent } = renderView(<Page start={replaying} />, answers);
  await within(await bar()).findByText(/1 of 7, every 10/);
  await vi.waitFor(() => expect(asked(sent)).toEqual([from, from + 10, from + 20]));
});

it('GRF-49: plays on to the end, one frame after the other, and stops there', async () => {
  renderView(<Page start={replaying} />, answers);
  await within(await bar()).findByText(/1 of 7/);
  vi.useFakeTimers({ shouldAdvanceTime: true });
  fireEvent.click(within(await bar()).getByRole('button', { name: 'Play' }));
  for (let frame = 0; frame < 8; frame += 1) await act(() => vi.advanceTimersByTimeAsync(1100));
  expect(places.map(({ atEpochSeconds }) => atEpochSeconds)).toEqual([10, 20, 30, 40, 50, 60].map((by) => from + by));
  expect(within(await bar()).getByRole('button', { name: 'Play' })).toBeTruthy();
});

it('GRF-49: steps by buttons and by arrow keys on the rail, and never beyond the ends', async () => {
  renderView(<Page start={replaying} />, answers);
  const controls = within(await bar());
  await controls.findByText(/1 of 7/);
  expect(controls.getByRole('button', { name: 'One step back' }).hasAttribute('disabled')).toBe(true);
  fireEvent.click(controls.getByRole('button', { name: 'One step on' }));
  expect(shownAt()).toBe(from + 10);
  const handle = await screen.findByRole('slider', { name: 'Shown instant' });
  fireEvent.keyDown(handle, { key: 'ArrowRight' });
  expect(shownAt()).toBe(from + 20);
  fireEvent.keyDown(handle, { key: 'End' });
  expect(shownAt()).toBe(to);
  fireEvent.keyDown(handle, { key: 'ArrowRight' });
  expect(shownAt()).toBe(to);
});

it('GRF-49: pauses and plays by space and k while the rail has the focus', async () => {
  renderView(<Page start={replaying} />, answers);
  const controls = within(await bar());
  const handle = await screen.findByRole('slider', { name: 'Shown instant' });
  fireEvent.keyDown(handle, { key: 'k' });
  expect(controls.getByRole('button', { name: 'Pause' })).toBeTruthy();
  fireEvent.keyDown(handle, { key: ' ' });
  expect(controls.getByRole('button', { name: 'Play' })).toBeTruthy();
});

it('GRF-49: is begun from the rail, with the whole stretch in the place', async () => {
  renderView(<Page start={{ ...defaultGraphPlace, view: 'table' }} />, answers);
  fireEvent.click(await screen.findByRole('button', { name: 'Replay: choose what to play' }));
  fireEvent.click(screen.getByRole('button', { name: /^Last 15/ }));
  const { replay, atEpochSeconds } = places.at(-1) ?? defaultGraphPlace;
  expect(replay && replay.to - replay.from).toBe(900);
  expect([replay?.speed, atEpochSeconds]).toEqual(['medium', replay?.from]);
});

it('GRF-49: leaves the reader at the instant when it is ended', async () => {
  renderView(<Page start={{ ...replaying, atEpochSeconds: from + 30 }} />, answers);
  fireEvent.click(within(await bar()).getByRole('button', { name: /^End the replay/ }));
  expect(places.at(-1)).toMatchObject({ replay: null, atEpochSeconds: from + 30 });
});
