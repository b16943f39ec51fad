// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, within } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderView } from '../../test/index.ts';
import { defaultGraphPlace, type GraphPlace } from '../place/graph-place.ts';
import { shopGraph } from '../test/shop-graph.ts';
import { CallsChoice } from './calls-choice.tsx';
import { FindFields } from './find-fields.tsx';
import { Outcome } from './outcome.tsx';
import { useSearch } from './use-search.ts';

afterEach(cleanup);

const graph = shopGraph();

function show(place: Partial<GraphPlace> = {}) {
  const places: GraphPlace[] = [];
  function Page() {
    const [shown, setShown] = useState<GraphPlace>({ ...defaultGraphPlace, ...place });
    const go = (next: GraphPlace): void => {
      places.push(next);
      setShown(next);
    };
    const search = useSearch(graph, shown);
    return (
      <>
        <FindFields place={shown} graph={graph} onPlace={go} />
        <Outcome search={search} place={shown} onPlace={go} />
        <ul aria-label="Left">
          {search.reduced?.graph.nodes.map(({ id }) => (
            <li key={id}>{id}</li>
          ))}
        </ul>
      </>
    );
  }
  renderView(<Page />);
  return places;
}

const field = (name: 'Find' | 'Hide'): HTMLInputElement => screen.getByRole('combobox', { name });
const type = (name: 'Find' | 'Hide', text: string): void => {
  fireEvent.change(field(name), { target: { value: text } });
};
const offers = (): readonly string[] => screen.queryAllByRole('option').map(({ textContent }) => textContent ?? '');

describe('the field of find', () => {
  it('GRF-27: offers what is asked again and again, and asks it at a click', async () => {
    const places = show();
    fireEvent.mouseDown(field('Find'));
    expect(offers().slice(0, 4)).toEqual([
      'Slow callsrt > 1 s',
      'Unhealthy nodes!healthy',
      'Unknown nodesnode = unknown',
      'Nodes with the most callsrank <= 2',
    ]);
    fireEvent.click(screen.getByRole('option', { name: /Unhealthy nodes/ }));
    expect(places.at(-1)?.find).toBe('!healthy');
    expect(await screen.findByText('5 found')).toBeDefined();
  });

  it('GRF-34: completes by Tab, and by arrows and Enter', () => {
    show();
    type('Find', 'namesp');
    fireEvent.keyDown(field('Find'), { key: 'Tab' });
    expect(field('Find').value).toBe('namespace ');
    fireEvent.keyDown(field('Find'), { key: 'ArrowDown' });
    fireEvent.keyDown(field('Find'), { key: 'Enter' });
    expect(field('Find').value).toBe('namespace = ');
    expect(offers()).toContain('ordersvalue');
  });

  it('GRF-34: says on five tabs what can be asked', () => {
    show();
    fireEvent.click(screen.getByRole('button', { name: 'Help for find and hide' }));
    const help = screen.getByRole('dialog', { name: 'Help for find and hide' });
    expect(
      within(help)
        .getAllByRole('tab')
        .map(({ textContent }) => textContent),
    ).toEqual(['Examples', 'Nodes', 'Edges', 'Operators', 'Notes']);
    fireEvent.click(within(help).getByRole('tab', { name: 'Edges' }));
    expect(within(help).getByText('responsetime, rt')).toBeDefined();
  });

  it('marks the place that it does not understand, and names what was meant', () => {
    show();
    type('Find', 'errors > 1% and namspace = orders');
    expect(screen.getByText('namspace', { selector: 'mark' })).toBeDefined();
    expect(screen.getByText(/Did you mean namespace\?/)).toBeDefined();
    expect(field('Find').getAttribute('aria-invalid')).toBe('true');
  });

  it('calls nothing wrong that is only unfinished, until one is done', () => {
    show();
    type('Find', 'errors >');
    expect(screen.queryByText(/Here a value is missing/)).toBeNull();
    fireEvent.keyDown(field('Find'), { key: 'Enter' });
    expect(screen.getByText(/Here a value is missing/)).toBeDefined();
  });

  it('GRF-33: switches on what shows the answer, and says so', () => {
    const places = show();
    type('Find', 'rt > 1 s and mtls < 100');
    fireEvent.keyDown(field('Find'), { key: 'Enter' });
    expect(places.at(-1)?.show).toEqual(expect.arrayContaining(['time', 'locks', 'rate']));
    expect(screen.getByText('Switched on so that the answer can be seen: Response time, All locks')).toBeDefined();
  });

  it('follows a link that is opened later', () => {
    show({ find: 'payments' });
    expect(field('Find').value).toBe('payments');
  });
});

describe('GRF-35: the buttons beside the zoom', () => {
  it('GRF-35: a button hides healthy calls, another all; pressed again they come back', () => {
    const chosen: (typeof defaultGraphPlace.calls)[] = [];
    function Page() {
      const [place, setPlace] = useState(defaultGraphPlace);
      chosen.push(place.calls);
      return <CallsChoice place={place} onPlace={setPlace} />;
    }
    renderView(<Page />);
    const healthy = screen.getByRole('button', { name: 'Hide healthy calls' });
    fireEvent.click(healthy);
    expect(healthy.getAttribute('aria-pressed')).toBe('true');
    fireEvent.click(screen.getByRole('button', { name: 'Hide all calls' }));
    fireEvent.click(screen.getByRole('button', { name: 'Hide all calls' }));
    expect(chosen).toEqual(['all', 'troubled', 'none', 'all']);
  });
});

describe('the field of hide', () => {
  const left = () =>
    within(screen.getByRole('list', { name: 'Left' }))
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);

  it('GRF-28: waits until one is done, then says how much is hidden and how to see it again', () => {
    const places = show();
    type('Hide', 'ns = catalog');
    expect(places).toEqual([]);
    fireEvent.keyDown(field('Hide'), { key: 'Enter' });
    expect(left()).not.toContain('catalog/catalog-v7');
    expect(screen.getByText('Hidden: 5 nodes, 6 edges')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Show again' }));
    expect(places.at(-1)?.hide).toBe('');
    expect(left()).toHaveLength(graph.nodes.length);
  });

  it('GRF-28: wins over find', () => {
    show({ find: 'ns = payments', hide: 'name = fraud-v4' });
    expect(screen.getByText('3 found')).toBeDefined();
  });

  it('is done when one leaves it', async () => {
    const places = show();
    type('Hide', 'healthy');
    await act(async () => fireEvent.blur(field('Hide')));
    expect(places.at(-1)?.hide).toBe('healthy');
  });
});
