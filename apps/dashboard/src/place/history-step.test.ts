import type { GraphPlace } from '@vigla/ui/graph';
import { expect, it } from 'vitest';
import { stepOf } from './history-step.ts';

const played = { from: 100, to: 900, speed: 'fast' } as const;
const plain: GraphPlace = {
  namespaces: [],
  windowSeconds: 300,
  atEpochSeconds: null,
  versusEpochSeconds: null,
  replay: null,
  groupBy: 'version',
  gather: 'auto',
  open: [],
  show: ['rate'],
  time: 'p95',
  throughput: 'request',
  http: 'requests',
  grpc: 'requests',
  tcp: 'total',
  ambient: 'total',
  boxes: [],
  layout: 'layered',
  calls: 'all',
  find: '',
  hide: '',
  search: 'usual',
  focus: null,
  hops: 1,
  selected: null,
  panel: 'auto',
  trace: null,
  view: 'picture',
  viewport: null,
};

it.each<[what: string, change: Partial<GraphPlace>, kind: string]>([
  ['nothing', {}, 'refinement'],
  ['typing', { find: 'err' }, 'refinement'],
  ['moving the picture', { viewport: { x: 1, y: 2, z: 1 } }, 'refinement'],
  ['typing while the picture moves', { find: 'e', viewport: { x: 1, y: 2, z: 1 } }, 'refinement'],
  ['choosing a namespace', { namespaces: ['shop'] }, 'step'],
  ['selecting', { selected: 'shop/cart' }, 'step'],
  ['going to the past', { atEpochSeconds: 7 }, 'step'],
  ['another window, with the picture fitted anew', { windowSeconds: 60, viewport: { x: 1, y: 2, z: 1 } }, 'step'],
])('%s is no more and no less than a step of its kind', (_, change, kind) => {
  expect(stepOf(plain, { ...plain, ...change })).toBe(kind);
});

it('plays without leaving a step for each frame, and leaves one for the whole replay', () => {
  const playing: GraphPlace = { ...plain, replay: played, atEpochSeconds: 100 };
  expect(stepOf(plain, playing)).toBe('step');
  expect(stepOf(playing, { ...playing, atEpochSeconds: 110 })).toBe('refinement');
  expect(stepOf(playing, { ...playing, replay: { ...played, speed: 'slow' } })).toBe('refinement');
  expect(stepOf(playing, { ...playing, replay: null })).toBe('step');
});

it('takes equal namespaces for the same place', () => {
  expect(stepOf({ ...plain, namespaces: ['a'] }, { ...plain, namespaces: ['a'] })).toBe('refinement');
});
