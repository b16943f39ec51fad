// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderView, testNowMs } from '../test/index.ts';
import { NamespaceSelect, type TimeChoice, TimePicker } from './index.ts';
import { fixedWindow, localInput, presetsFor, windowAround } from './windows.ts';

afterEach(cleanup);

const now = testNowMs / 1000;
const local = (secondsAgo: number) => localInput(now - secondsAgo);

describe('a window of time', () => {
  it.each([
    ['is what was typed', local(900), local(600), { ok: true, windowSeconds: 300, atEpochSeconds: now - 600 }],
    ['needs both ends', '', local(0), { ok: false, problem: 'unreadable' }],
    ['must not end before it begins', local(0), local(60), { ok: false, problem: 'backwards' }],
    ['must not end in the future', local(60), local(-3600), { ok: false, problem: 'future' }],
    ['must hold some samples', local(10), local(0), { ok: false, problem: 'too_short' }],
    ['must be answerable', local(40 * 86_400), local(0), { ok: false, problem: 'too_long' }],
  ])('%s', (_, from, to, read) => {
    expect(fixedWindow(from, to, now)).toEqual(read);
  });

  it.each([
    [null, 60],
    [15, 60],
    [60, 120],
    [3600, 10_800],
  ])('has at least two scrapes: of %s s, the shortest offered is %d s', (interval, shortest) => {
    expect(presetsFor(interval)[0]).toBe(shortest);
  });
});

describe('what Prometheus keeps', () => {
  it.each([
    [null, 30 * 86_400],
    [15 * 86_400, 7 * 86_400],
    [86_400, 86_400],
    [7200, 3600],
  ])('GRF-50: of %s s, the longest window offered is %d s', (retention, longest) => {
    expect(presetsFor(15, retention).at(-1)).toBe(longest);
  });

  it('GRF-50: offers all that Kiali offers where both are known to allow it', () => {
    expect(presetsFor(5, 90 * 86_400).map((seconds) => seconds / 60)).toEqual([1, 2, 5, 10, 30, 60, 180, 360, 720, 1440, 10_080, 43_200]);
  });

  it('GRF-50: says that a window is older than what is kept', () => {
    expect(fixedWindow(local(9600), local(9000), now, 7200)).toEqual({ ok: false, problem: 'too_old' });
    expect(fixedWindow(local(9600), local(7000), now, 7200).ok).toBe(true);
  });

  it('puts a change into the middle of a window, and no window into the future', () => {
    expect(windowAround(1000, 300, 5000)).toBe(1150);
    expect(windowAround(1000, 300, 1010)).toBe(1010);
  });
});

describe('the choice of a window', () => {
  const open = (atEpochSeconds: number | null = null) => {
    const onChoose = vi.fn<(choice: TimeChoice) => void>();
    renderView(<TimePicker windowSeconds={300} atEpochSeconds={atEpochSeconds} scrapeIntervalSeconds={15} onChoose={onChoose} />);
    fireEvent.click(screen.getByRole('button', { name: /^Time:/ }));
    return onChoose;
  };

  it('goes live with a preset', () => {
    const onChoose = open(now - 5000);
    fireEvent.click(screen.getByRole('button', { name: /^Last 30\smin$/ }));
    expect(onChoose).toHaveBeenCalledWith({ windowSeconds: 1800, atEpochSeconds: null });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('goes to the past with from and to, and says what is wrong with them', () => {
    const onChoose = open();
    fireEvent.change(screen.getByLabelText('To'), { target: { value: local(9000) } });
    fireEvent.click(screen.getByRole('button', { name: 'Show this window' }));
    expect(screen.getByRole('alert').textContent).toBe('The window ends before it begins.');
    fireEvent.change(screen.getByLabelText('From'), { target: { value: local(9600) } });
    fireEvent.click(screen.getByRole('button', { name: 'Show this window' }));
    expect(onChoose).toHaveBeenCalledWith({ windowSeconds: 600, atEpochSeconds: now - 9000 });
  });
});

describe('the choice of namespaces', () => {
  const known = ['bookinfo', 'cart', 'orders'].map((name) => ({ name, labels: {}, injected: true, controlPlane: false }));
  const open = (chosen: readonly string[]) => {
    const onChoose = vi.fn<(chosen: readonly string[]) => void>();
    renderView(<NamespaceSelect known={known} chosen={chosen} onChoose={onChoose} />);
    const button = screen.getByRole('button', { name: /^Namespaces:/ });
    fireEvent.click(button);
    return { onChoose, said: button.getAttribute('aria-label') };
  };

  it.each([
    [[], 'Namespaces: All 3'],
    [['cart'], 'Namespaces: cart'],
    [['cart', 'orders'], 'Namespaces: cart, orders'],
    [['a', 'cart', 'orders'], 'Namespaces: 3 of 3'],
  ])('of %j reads %s', (chosen, said) => {
    expect(open(chosen).said).toBe(said);
  });

  it('adds, takes out, and goes back to all', () => {
    const { onChoose } = open(['cart']);
    fireEvent.click(screen.getByRole('checkbox', { name: 'bookinfo' }));
    expect(onChoose).toHaveBeenLastCalledWith(['bookinfo', 'cart']);
    fireEvent.click(screen.getByRole('checkbox', { name: 'cart' }));
    expect(onChoose).toHaveBeenLastCalledWith([]);
    fireEvent.click(screen.getByRole('button', { name: 'All 3 that I may see' }));
    expect(onChoose).toHaveBeenLastCalledWith([]);
  });

  it('finds by part of a name and says when there is none', () => {
    open([]);
    const search = screen.getByRole('textbox', { name: 'Find a namespace' });
    fireEvent.change(search, { target: { value: 'ORD' } });
    expect(screen.getAllByRole('checkbox').map((box) => box.id.split('-').at(-1))).toEqual(['orders']);
    fireEvent.change(search, { target: { value: 'zzz' } });
    expect(screen.getByText('No namespace has “zzz” in its name.')).toBeDefined();
  });

  it('lets one take out a namespace that a link named and one may not see', () => {
    const { onChoose } = open(['secret']);
    expect(screen.getByText('Not visible to you, or there is none of this name')).toBeDefined();
    fireEvent.click(screen.getByRole('checkbox', { name: 'secret' }));
    expect(onChoose).toHaveBeenCalledWith([]);
  });
});
