// @vitest-environment jsdom
import type { Culprit, Gathered } from '@vigla/contract/graph';
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { renderView } from '../../test/index.ts';
import { WorstCard } from './worst-card.tsx';

afterEach(cleanup);

const culprit = (name: string, errorRatio: number): Culprit => ({
  id: `shop/${name}`,
  name,
  namespace: 'shop',
  group: 'group:namespace/shop',
  health: 'failing',
  errorRatio,
});
const gathered = (worst: Culprit[], failing: number): Gathered => ({
  by: 'namespace',
  within: null,
  labels: [],
  open: [],
  nodes: 200,
  edges: 400,
  groups: 10,
  worst,
  failing,
  degraded: 0,
});

it('names the members at fault, worst first, and one click leads to each', () => {
  const chosen: string[] = [];
  const worst = [culprit('payments', 0.184), culprit('carrier', 0.121)];
  renderView(
    <WorstCard gathered={gathered(worst, 2)} counts={null} onSelect={({ id }) => chosen.push(id)} onTable={() => {}} />,
    new Map(),
  );
  expect(screen.getAllByRole('listitem').map((item) => /payments|carrier/.exec(item.textContent ?? '')?.[0])).toEqual([
    'payments',
    'carrier',
  ]);
  fireEvent.click(screen.getByRole('button', { name: 'carrier' }));
  expect(chosen).toEqual(['shop/carrier']);
});

it('leads to the table where there are more than it names', () => {
  const opened: string[] = [];
  const worst = Array.from({ length: 8 }, (_, i) => culprit(`svc-${i}`, 0.5 - i / 100));
  const counts = ['340 workloads as 8 groups', '1,182 calls as 94 edges'];
  renderView(
    <WorstCard gathered={gathered(worst, 8)} counts={counts} onSelect={() => {}} onTable={() => opened.push('table')} />,
    new Map(),
  );
  expect(screen.getAllByText(counts.join(' · '))).toHaveLength(1);
  expect(screen.getAllByRole('listitem')).toHaveLength(5);
  fireEvent.click(screen.getByRole('button', { name: /8/ }));
  expect(opened).toEqual(['table']);
});
