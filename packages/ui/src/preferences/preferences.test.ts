// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import * as fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { defaultPreferences, soundPreference } from './preferences.ts';
import { forget, store, stored } from './storage.ts';
import { readPreference, usePreference } from './use-preference.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
});

it('keeps what a person chose, for all views at once', () => {
  const here = renderHook(() => usePreference('theme'));
  const there = renderHook(() => usePreference('theme'));
  act(() => here.result.current[1]('dark'));
  expect(there.result.current[0]).toBe('dark');
  expect(readPreference('theme')).toBe('dark');
});

it('follows a change made in another tab', () => {
  const { result } = renderHook(() => usePreference('dots'));
  localStorage.setItem('vigla.dots', 'false');
  act(() => void dispatchEvent(new StorageEvent('storage', { key: 'vigla.dots' })));
  expect(result.current[0]).toBe(false);
});

it.each([
  ['a theme nobody has', 'theme', '"sepia"'],
  ['half a value', 'theme', '"da'],
  ['a language by a hostile name', 'language', '"__proto__"'],
  ['a width that hides the graph', 'panelWidthPx', '100000'],
  ['a switch that is neither on nor off', 'dots', '1'],
] as const)('falls back to the default for %s', (_, key, text) => {
  expect(soundPreference(key, text)).toBe(defaultPreferences[key]);
});

it('survives any stored text', () => {
  vi.spyOn(console, 'debug').mockImplementation(() => undefined);
  fc.assert(
    fc.property(
      fc.constantFrom('theme', 'language', 'dots', 'graphView', 'legendOpen', 'panelWidthPx'),
      fc.oneof(fc.string(), fc.json()),
      (key, text) => {
        expect(typeof soundPreference(key, text)).toBe(typeof defaultPreferences[key]);
      },
    ),
  );
});

it('lasts for the page where the browser is full', () => {
  localStorage.setItem('vigla.dots', 'true');
  vi.spyOn(console, 'debug').mockImplementation(() => undefined);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const { result } = renderHook(() => usePreference('dots'));
  act(() => result.current[1](false));
  expect(result.current[0]).toBe(false);
});

it('forgets what it is told to forget, even where the browser keeps nothing', () => {
  store('places.', '[]');
  forget('places.');
  expect(stored('places.')).toBeNull();
  vi.spyOn(console, 'debug').mockImplementation(() => undefined);
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  store('places.', '[1]');
  expect(stored('places.')).toBe('[1]');
  forget('places.');
  expect(stored('places.')).toBeNull();
});
