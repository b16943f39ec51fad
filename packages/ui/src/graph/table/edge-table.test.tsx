// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderView } from '../../test/index.ts';
import { call, graphOf, http, node } from '@vigla/testkit/graphs';
import { EdgeTable } from './edge-table.tsx';

afterEach(cleanup);

const graph = graphOf(
  [node('shop/cart'), node('lab/cart'), node('shop/web')],
  [
    call('shop/web', 'shop/cart', { mtlsRatio: 0 }),
    call('shop/web', 'lab/cart', { mtlsRatio: 0.97, traffic: http({ requestsPerSecond: 0.01, errorRatio: 0.66, requests: 3, failed: 2 }) }),
    call('lab/cart', 'shop/cart', { mtlsRatio: null }),
    call('shop/cart', 'shop/web', { mtlsRatio: 1 }),
  ],
);
const show = () => {
  const onSelect = vi.fn<(id: string) => void>();
  renderView(<EdgeTable graph={graph} selected={null} found={null} onSelect={onSelect} />);
  return onSelect;
};
const cells = (): string[][] =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.querySelectorAll('td')].map((cell) => (cell.textContent ?? '').replaceAll(/\s+/g, ' ').trim()));
const rowTo = (to: string, from: string): string[] => cells().find((row) => row[0] === from && row[1] === to) ?? [];

describe('a row of the table', () => {
  it('tells namesakes of two namespaces apart, and sorts them', () => {
    show();
    expect(rowTo('cart shop', 'web shop')).not.toEqual([]);
    expect(rowTo('cart lab', 'web shop')).not.toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'To' }));
    expect(cells().map(([, to]) => to)).toEqual(['cart lab', 'cart shop', 'cart shop', 'web shop']);
  });

  it('says what is not encrypted rather than how much is', () => {
    show();
    const mtls = (to: string, from: string) => rowTo(to, from)[6];
    expect(mtls('cart shop', 'web shop')).toBe('plain text');
    expect(mtls('cart lab', 'web shop')).toBe('3.0 % plain text');
    expect(mtls('cart shop', 'cart lab')).toBe('not measured');
    expect(mtls('web shop', 'cart shop')).toBe('100 %');
  });

  it('counts where there are too few requests for a share', () => {
    show();
    expect(rowTo('cart lab', 'web shop')[4]).toBe('2 of 3 failed');
  });

  it('opens by click and by Enter, once, and is one stop for Tab', () => {
    const onSelect = show();
    const button = screen.getByRole('button', { name: 'cart, details of the call to web' });
    expect(button.closest('tr')?.tabIndex).toBe(-1);
    fireEvent.click(button.closest('tr')?.lastElementChild ?? button);
    fireEvent.click(button);
    fireEvent.keyDown(button, { key: 'Enter' });
    expect(onSelect).toHaveBeenCalledTimes(3);
    expect(new Set(onSelect.mock.calls.flat()).size).toBe(1);
  });
});
