// @vitest-environment jsdom
import { cleanup, fireEvent, screen, within } from '@testing-library/react';
import { type ReactNode, useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPreference } from '../../preferences/index.ts';
import { renderView } from '../../test/index.ts';
import { drawGraph } from '../drawing/drawing.ts';
import { usualLook } from '../drawing/look.ts';
import type { Kept } from '../drawing/path.ts';
import { defaultGraphPlace, type GraphPlace, grpcRates, tcpRates, times } from '../place/graph-place.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { speech } from '../test/speech.ts';
import type { ChoiceProps } from './choice-props.ts';
import { LayoutChoice } from './layout-choice.tsx';
import { Legend } from './legend.tsx';
import { ResetButton } from './reset-button.tsx';
import { ShowChoice } from './show-choice.tsx';
import { TourButton } from './tour.tsx';
import { tourStops } from './tour-stops.ts';

afterEach(() => {
  cleanup();
  localStorage.clear();
});

/** A control with the place it changes. */
function controlled(render: (props: ChoiceProps) => ReactNode, start: Partial<GraphPlace> = {}) {
  const places: GraphPlace[] = [];
  function Page() {
    const [place, setPlace] = useState<GraphPlace>({ ...defaultGraphPlace, ...start });
    return render({
      place,
      onPlace: (next) => {
        places.push(next);
        setPlace(next);
      },
    });
  }
  renderView(<Page />, new Map());
  return { last: () => places.at(-1) };
}

const choice =
  (has = { ambient: false, clusters: false }) =>
  (props: ChoiceProps) => <ShowChoice {...props} dots onDots={() => undefined} has={has} />;
const choose = (name: string, value: string) => fireEvent.change(screen.getByRole('combobox', { name }), { target: { value } });
const optionsOf = (name: string) => within(screen.getByRole('combobox', { name })).getAllByRole('option');

describe('what is shown', () => {
  it('is chosen by group, and each choice stands in the link', () => {
    const { last } = controlled(choice());
    fireEvent.click(screen.getByRole('checkbox', { name: 'Share of traffic' }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'Response time' }));
    choose('Which', 'p99');
    choose('gRPC', 'total');
    choose('TCP', 'none');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Namespaces' }));
    expect(last()).toMatchObject({ time: 'p99', grpc: 'total', tcp: 'none', boxes: ['app'] });
    expect(last()?.show).toEqual(expect.arrayContaining(['share', 'time']));
  });

  it('has words for every option', () => {
    controlled(choice({ ambient: true, clusters: true }), { show: ['time', 'throughput'] });
    expect(screen.getAllByRole('combobox', { name: 'Which' })).toHaveLength(2);
    expect(optionsOf('gRPC')).toHaveLength(grpcRates.length);
    expect(optionsOf('TCP')).toHaveLength(tcpRates.length);
    expect(times).toHaveLength(4);
    expect(screen.queryByText(/display\./)).toBeNull();
    expect(screen.getAllByRole('option').map((one) => one.textContent)).not.toContainEqual(expect.stringMatching(/display\./));
  });

  it('GRF-05: asks who tells of ambient traffic only where there is some', () => {
    const { last } = controlled(choice({ ambient: true, clusters: false }));
    choose('Ambient, told by', 'ztunnel');
    expect(last()?.ambient).toBe('ztunnel');
    cleanup();
    controlled(choice());
    expect(screen.queryByRole('combobox', { name: 'Ambient, told by' })).toBeNull();
  });

  it('GRF-19: lets requests travel as points, as dashes or not at all', () => {
    const onDots = vi.fn<(dots: boolean) => void>();
    controlled((props) => <ShowChoice {...props} dots onDots={onDots} has={{ ambient: false, clusters: false }} />);
    choose('Requests travel as', 'dashes');
    expect(readPreference('travel')).toBe('dashes');
    choose('Requests travel as', 'off');
    expect(onDots.mock.calls).toEqual([[true], [false]]);
  });

  it('GRF-52: goes back to the defaults by one click, and leaves what is looked at', () => {
    const odd = {
      show: ['rank'],
      layout: 'grid',
      grpc: 'sent',
      boxes: [],
      calls: 'none',
      namespaces: ['shop'],
      find: 'a',
      selected: 'x',
    } as const;
    const { last } = controlled((props) => <ResetButton {...props} />, odd);
    fireEvent.click(screen.getByRole('button', { name: 'Reset to defaults' }));
    expect(last()).toEqual({ ...defaultGraphPlace, namespaces: ['shop'], find: 'a', selected: 'x' });
    expect(screen.queryByRole('button', { name: 'Reset to defaults' })).toBeNull();
  });
});

describe('the layout', () => {
  it('GRF-36: is one of four, each with what it is good for', async () => {
    const { last } = controlled((props) => <LayoutChoice {...props} />, { viewport: { x: 1, y: 1, z: 1 } });
    fireEvent.click(screen.getByRole('button', { name: 'Layout: Left to right' }));
    expect(await screen.findAllByRole('menuitem')).toHaveLength(4);
    fireEvent.click(screen.getByRole('menuitem', { name: /Concentric/ }));
    expect(last()).toMatchObject({ layout: 'concentric', viewport: null });
  });
});

describe('the legend', () => {
  const shown: (Kept | null)[] = [];
  const show = () =>
    renderView(
      <Legend
        drawing={drawGraph(shopGraph(), usualLook, speech)}
        dots
        open
        onOpen={() => undefined}
        onEmphasise={(kept) => shown.push(kept)}
      />,
      new Map(),
    );

  it('GRF-38: names what is on the picture and nothing else', () => {
    show();
    const names = within(screen.getByRole('list', { name: 'Legend' }))
      .getAllByRole('button')
      .map((one) => one.textContent.trim());
    expect(names).toEqual(expect.arrayContaining(['Healthy', 'Degraded', 'Failing', 'TCP', 'Outside mesh']));
    expect(names).not.toContain('Not ready');
  });

  it('GRF-38: brings out what a sign stands for', () => {
    show();
    fireEvent.mouseEnter(screen.getByRole('button', { name: 'Failing' }));
    expect(shown.at(-1)).toEqual({
      nodes: new Set(['payments/payments-v2']),
      edges: new Set(['orders/checkout-v12>payments/payments-v2:http']),
    });
    fireEvent.mouseLeave(screen.getByRole('button', { name: 'Failing' }));
    expect(shown.at(-1)).toBeNull();
  });
});

describe('GRF-53: the tour', () => {
  const page = (
    <div className="vigla-graph">
      <div className="vigla-graph-canvas" />
      <div className="vigla-graph-legend" />
      <TourButton />
    </div>
  );

  it('leads through the parts that are there, by keys, and is remembered', () => {
    renderView(page, new Map());
    fireEvent.click(screen.getByRole('button', { name: 'Take the tour of the graph' }));
    const dialog = screen.getByRole('dialog', { name: 'The mesh as it is now' });
    expect(document.activeElement).toBe(dialog);
    fireEvent.keyDown(dialog, { key: 'ArrowRight' });
    fireEvent.keyDown(screen.getByRole('dialog', { name: 'Trouble first' }), { key: 'ArrowRight' });
    expect(screen.getByRole('dialog', { name: 'Legend' })).toBeDefined();
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'ArrowLeft' });
    expect(screen.getByRole('dialog', { name: 'Trouble first' })).toBeDefined();
    fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(readPreference('tourTaken')).toBe(true);
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Take the tour of the graph' }));
  });

  it('has eight to twelve stops, each with words', () => {
    expect(tourStops.length).toBeGreaterThanOrEqual(8);
    expect(tourStops.length).toBeLessThanOrEqual(12);
    expect(
      tourStops.flatMap(({ title, text }) => [speech.words(title), speech.words(text)]).filter((text) => text.includes('display.')),
    ).toEqual([]);
  });
});
