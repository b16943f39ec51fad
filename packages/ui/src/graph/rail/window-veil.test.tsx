// @vitest-environment jsdom
import { at } from '@vigla/contract/units';
import { cleanup, createEvent, fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderView } from '../../test/index.ts';
import { WindowVeil } from './window-veil.tsx';

afterEach(cleanup);

const history = { from: at(1_795_354_330), to: at(1_795_357_930), stepSeconds: 30 };

function edge(windowSeconds = 300) {
  const onWindow = vi.fn<(windowSeconds: number) => void>();
  const track = document.createElement('div');
  // An hour on 3600 px: a second a pixel.
  track.getBoundingClientRect = () => new DOMRect(0, 0, 3600, 60);
  renderView(<WindowVeil end={history.to} {...{ windowSeconds, history, onWindow }} track={{ current: track }} />);
  return { onWindow, slider: screen.getByRole('slider', { name: 'Length of the window' }) };
}

function pointer(slider: HTMLElement, kind: 'pointerDown' | 'pointerMove' | 'pointerUp', clientX: number): void {
  const event = createEvent[kind](slider, { button: 0, pointerId: 1 });
  Object.defineProperty(event, 'clientX', { value: clientX });
  fireEvent(slider, event);
}

describe('the early edge of the window on the rail', () => {
  it('is dragged to where the window shall begin', () => {
    const { slider, onWindow } = edge();
    slider.setPointerCapture = () => {};
    pointer(slider, 'pointerDown', 3300);
    pointer(slider, 'pointerMove', 3000);
    expect(slider.getAttribute('aria-valuetext')).toMatch(/^10.min$/);
    pointer(slider, 'pointerUp', 3000);
    expect(onWindow).toHaveBeenCalledExactlyOnceWith(600);
  });

  it('goes by arrow keys, and never below a minute', () => {
    const { slider, onWindow } = edge(120);
    fireEvent.keyDown(slider, { key: 'ArrowLeft' });
    fireEvent.keyDown(slider, { key: 'ArrowRight', shiftKey: true });
    expect(onWindow.mock.calls).toEqual([[180], [60]]);
  });
});
