import type { Comparison } from '@vigla/contract/compare';
import type { TrafficGraph } from '@vigla/contract/graph';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { usePreference } from '../../preferences/index.ts';
import { changedEdges } from '../compare/finding-items.ts';
import { closedAround, toggledAround, toggledGroup } from '../gather/groups-of-place.ts';
import type { Point } from '../drawing/curve.ts';
import { callsFrom, type Direction, endTowards, nodeTowards, stepIn, troubles } from '../drawing/walk.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { narrowed, outermost, widened } from './key-places.ts';

/** Asks for the menu of an element. Units: CSS px of the window; null where the keyboard asked. */
type OnMenu = (id: string | null, at: Point | null) => void;

export interface PictureKeys {
  readonly graph: TrafficGraph;
  readonly positions: ReadonlyMap<string, Point>;
  readonly place: GraphPlace;
  readonly focused: string | null;
  readonly focus: (id: string | null) => void;
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  readonly onPlace: (place: GraphPlace) => void;
  readonly onSelect: (id: string | null, stay?: 'stay') => void;
  readonly onHelp: () => void;
  readonly onCompare: () => void;
  /** While two windows are compared, what differs is what the brackets step through. */
  readonly comparison: Comparison | null;
  readonly onMenu?: OnMenu | undefined;
}

const directions: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };

/** Every key the picture understands; those it does not are left to the page. Letters can be switched off. */
export function usePictureKeys(setting: PictureKeys): (event: KeyboardEvent) => void {
  const { graph, focused, place } = setting;
  const [letters] = usePreference('letterKeys');
  const { comparison } = setting;
  const troubled = useMemo(() => (comparison ? changedEdges(comparison) : troubles(graph)), [graph, comparison]);
  const walker = useState<string | null>(null);
  const at = focused ?? place.selected;
  const keys = { ...lettersOf(setting, at, walker), ...signsOf(setting, at, troubled) };
  return (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const letter = /^[a-z]$/i.test(event.key);
    if (letter && !letters) return;
    const act = keyOf(event, letter, keys);
    if (!act || (event.key === 'Escape' && outermost(place) === null)) return;
    event.preventDefault();
    act();
  };
}

type Keys = Readonly<Record<string, () => void>>;

/** "F" is the letter with Shift, whatever Caps Lock says. */
function keyOf({ key, shiftKey }: KeyboardEvent, letter: boolean, keys: Keys): (() => void) | undefined {
  const name = letter ? `${shiftKey ? 'Shift ' : ''}${key.toLowerCase()}` : key === 'F10' && shiftKey ? 'ContextMenu' : key;
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}

function signsOf(
  { graph, positions, place, focused, focus, zoomBy, fit, ...on }: PictureKeys,
  at: string | null,
  troubled: readonly string[],
): Keys {
  const step = (by: 1 | -1): void => {
    const next = stepIn(troubled, place.selected, by);
    if (next === null) return;
    on.onSelect(next, 'stay');
    focus(next);
  };
  /** Goes where a group is open or shut, and stands on it. */
  const regroup = (change: typeof toggledAround) => (): void => {
    const next = at === null ? null : change(graph, place, at);
    if (!next) return;
    on.onPlace(next);
    focus(next.selected);
  };
  const arrows = Object.entries(directions).map(([key, direction]): [string, () => void] => [
    key,
    () => focus(endTowards(graph, at, direction) ?? nodeTowards(direction, at, positions)),
  ]);
  return {
    ...Object.fromEntries(arrows),
    // A group opens in place; anything else is selected.
    Enter: () => {
      const opened = focused === null ? null : toggledGroup(graph, place, focused);
      if (opened) on.onPlace(opened);
      else if (focused !== null) on.onSelect(focused);
    },
    Backspace: regroup(closedAround),
    Escape: () => {
      const out = outermost(place);
      if (out) on.onPlace(out);
    },
    ' ': regroup(toggledAround),
    '[': () => step(-1),
    ']': () => step(1),
    '+': () => zoomBy(1.25),
    '=': () => zoomBy(1.25),
    '-': () => zoomBy(0.8),
    '0': fit,
    '?': on.onHelp,
    ...(on.onMenu && { ContextMenu: () => on.onMenu?.(at, null) }),
  };
}

/** The node whose calls are walked along, and the way to another. */
type Walker = readonly [node: string | null, set: (node: string | null) => void];

function lettersOf({ graph, place, focus, ...on }: PictureKeys, at: string | null, [walker, setWalker]: Walker): Keys {
  const walk = (way: 'in' | 'out'): void => {
    const edge = graph.edges.find(({ id }) => id === at);
    const [near, far] = way === 'out' ? [edge?.from, edge?.to] : [edge?.to, edge?.from];
    // On a call that was walked to, the next one of the same node follows; on any other, the walk goes on at its far end.
    const from = edge === undefined ? at : walker === near ? near : far;
    setWalker(from ?? null);
    if (from !== null && from !== undefined) focus(stepIn(callsFrom(graph, from, way), at, 1));
  };
  const table = (): void => on.onPlace({ ...place, view: 'table' });
  return {
    o: () => walk('out'),
    i: () => walk('in'),
    e: () => at !== null && on.onPlace({ ...place, selected: at, panel: 'explain' }),
    f: () => on.onPlace(narrowed(place, graph, at)),
    'Shift f': () => on.onPlace(widened(place, graph, at)),
    t: table,
    c: on.onCompare,
  };
}
