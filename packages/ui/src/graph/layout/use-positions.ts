import type { TrafficGraph } from '@vigla/contract/graph';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useHost } from '../../host/index.ts';
import { forget, store, stored } from '../../preferences/index.ts';
import type { Point } from '../drawing/curve.ts';
import { readPlaces, writePlaces } from './kept-places.ts';
import { type LayoutClient, layoutClient } from './layout-client.ts';
import { type Arrangement, type LayoutInput, layoutInput, usualArrangement } from './layout-input.ts';
import { isOpened } from './place-opened.ts';
import { placeNew } from './place-new.ts';
import { useLast } from './use-stable.ts';

type Positions = ReadonlyMap<string, Point>;

interface Placed {
  /** Null until the first layout is there. */
  readonly positions: Positions | null;
  /** Lays everything out again. */
  readonly tidyUp: () => void;
  /** Takes the last tidying back; null when there is nothing to take back. */
  readonly undoTidyUp: (() => void) | null;
  readonly drop: (id: string, at: Point) => void;
}

interface Wish {
  /** The mesh for which places that a person chose are kept; null where nobody drags. */
  readonly keepAs?: string | null;
  readonly arrangement?: Arrangement;
  /** The expression that hides something. What it leaves is laid out by itself; without it all stands where it stood. */
  readonly hidden?: string;
  /** What `graph` answers, whenever it was asked; by default what the answer says of itself. */
  readonly question?: string;
}

/**
 * Where the nodes of a graph stand. A refresh moves nothing that stayed: what is new is placed beside its callers, and what
 * comes back finds its old place. Only the first graph, a mostly unknown one that answers another question, or a person's
 * wish is laid out as a whole.
 */
export function usePositions(
  graph: TrafficGraph | undefined,
  { keepAs = null, arrangement = usualArrangement, hidden = '', question = questionOf(graph) }: Wish = {},
): Placed {
  const client = useLayoutClient();
  const way = wayOf(arrangement);
  const kept = useKeptPlaces(hidden === '' ? keepAs : null, way);
  const [known, setKnown] = useKnown(`${way}?${hidden}`, kept.first);
  const [before, setBefore] = useState<Positions | null>(null);
  const input = useSame(useMemo(() => graph && layoutInput(graph, arrangement), [graph, arrangement]));
  const [settled, setSettled] = useState<string | null>(null);
  const strange = input !== undefined && isStrange(input, known, question === settled);
  useEffect(() => {
    if (!input || !strange) return undefined;
    let wanted = true;
    void client()
      .layout(input)
      .then((positions) => wanted && setKnown((old) => new Map([...(old ?? []), ...positions])));
    return () => {
      wanted = false;
    };
  }, [client, input, strange, setKnown]);
  const positions = useMemo(() => (input && known && !strange ? placeNew(input, known) : null), [input, known, strange]);
  // What was placed just now keeps its place from now on.
  if (known && addsTo(known, positions)) setKnown(new Map([...known, ...positions]));
  if (positions && question !== settled) setSettled(question);
  const shown = useLast(positions);
  const tidyUp = useCallback(() => {
    if (!input) return;
    void client()
      .layout(input)
      .then((fresh) => {
        setBefore(known);
        setKnown(fresh);
        kept.forget();
      });
  }, [client, input, known, kept, setKnown]);
  const undo = useCallback(() => {
    setKnown(before);
    setBefore(null);
    if (before) kept.keep(before);
  }, [before, kept, setKnown]);
  const drop = useCallback(
    (id: string, at: Point) => {
      const moved = new Map(known);
      // What was moved last is kept longest.
      moved.delete(id);
      moved.set(id, at);
      setKnown(moved);
      kept.keep(moved);
    },
    [known, kept, setKnown],
  );
  return { positions: shown, tidyUp, undoTidyUp: before ? undo : null, drop };
}

/** An arrangement as part of a key; the usual one is plain. */
const wayOf = (arrangement: Arrangement): string =>
  JSON.stringify(arrangement) === JSON.stringify(usualArrangement) ? '' : `.${arrangement.layout}.${arrangement.boxes.join('-')}`;

type Update = Positions | null | ((old: Positions | null) => Positions | null);

/** The places of each arrangement by themselves: who goes to another and back finds everything where it was. */
function useKnown(way: string, first: Positions | null): readonly [Positions | null, (update: Update) => void] {
  const [all, setAll] = useState<ReadonlyMap<string, Positions | null>>(() => new Map([[way, first]]));
  const known = all.has(way) ? (all.get(way) ?? null) : first;
  const setKnown = useCallback(
    (update: Update) =>
      setAll((old) => {
        const before = old.has(way) ? (old.get(way) ?? null) : first;
        return new Map(old).set(way, typeof update === 'function' ? update(before) : update);
      }),
    [way, first],
  );
  return [known, setKnown];
}

interface Kept {
  /** What was kept when the page was opened. */
  readonly first: Positions | null;
  readonly keep: (positions: Positions) => void;
  readonly forget: () => void;
}

/** Places that a person chose outlast the page, until they tidy up. `keepAs`: the mesh; null where nobody drags. */
function useKeptPlaces(keepAs: string | null, way: string): Kept {
  return useMemo(() => {
    const key = `places.${keepAs ?? ''}${way}`;
    return {
      first: keepAs === null ? null : readPlaces(stored(key)),
      keep: (positions) => keepAs !== null && store(key, writePlaces(positions)),
      forget: () => keepAs !== null && forget(key),
    };
  }, [keepAs, way]);
}

/** One worker per page, started when first needed and ended with the page. */
function useLayoutClient(): () => LayoutClient {
  const { layoutWorker } = useHost();
  const client = useRef<LayoutClient | null>(null);
  useEffect(
    () => () => {
      client.current?.close();
      client.current = null;
    },
    [],
  );
  return useCallback(() => (client.current ??= layoutClient(layoutWorker)), [layoutWorker]);
}

const mostlyNew = ({ nodes }: LayoutInput, known: Positions): boolean =>
  nodes.filter(({ id, box }) => !known.has(id) && !isOpened(box, known)).length > Math.max(2, nodes.length / 2);

const addsTo = (known: Positions, positions: Positions | null): positions is Positions =>
  positions !== null && [...positions.keys()].some((id) => !known.has(id));

/** Whether a graph is laid out as a whole. A refresh of what is on the picture is not, while anything of it stays. */
const isStrange = (input: LayoutInput, known: Positions | null, refreshes: boolean): boolean =>
  known === null || (mostlyNew(input, known) && !(refreshes && someStay(input, known)));

const someStay = ({ nodes }: LayoutInput, known: Positions): boolean => nodes.some(({ id }) => known.has(id));

const questionOf = (graph: TrafficGraph | undefined): string =>
  JSON.stringify(graph && [graph.namespaces, graph.groupBy, graph.gathered?.by]);

/** The same object as long as it says the same, so that a refresh that changes only rates lays nothing out. */
function useSame(input: LayoutInput | undefined): LayoutInput | undefined {
  const text = useMemo(() => {
    if (!input) return null;
    const pairs = [...new Set(input.edges.map(({ from, to }) => JSON.stringify({ from, to })))].sort();
    return `{"layout":${JSON.stringify(input.layout)},"nodes":${JSON.stringify(input.nodes)},"edges":[${pairs.join()}]}`;
  }, [input]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read here was written just above.
  return useMemo(() => (text === null ? undefined : (JSON.parse(text) as LayoutInput)), [text]);
}
