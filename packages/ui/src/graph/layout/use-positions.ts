import type { TrafficGraph } from '@vigla/contract/graph';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useHost } from '../../host/index.ts';
import { forget, store, stored } from '../../preferences/index.ts';
import type { Point } from '../drawing/curve.ts';
import { readPlaces, writePlaces } from './kept-places.ts';
import { type LayoutClient, layoutClient } from './layout-client.ts';
import { type LayoutInput, layoutInput } from './layout-input.ts';
import { placeNew } from './place-new.ts';

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

/**
 * Where the nodes of a graph stand. A refresh moves nothing: what is new is placed beside its callers, and what comes
 * back finds its old place. Only a graph that is mostly unknown, or a person's wish, is laid out as a whole.
 * `arrangement`: what hides something. While it changes, what is left is laid out anew; without it all stands where it stood.
 */
export function usePositions(graph: TrafficGraph | undefined, keepAs: string | null = null, arrangement = ''): Placed {
  const client = useLayoutClient();
  const kept = useKeptPlaces(keepAs);
  const [known, setKnown] = useState(kept.first);
  const [before, setBefore] = useState<Positions | null>(null);
  const input = useStable(useMemo(() => graph && layoutInput(graph), [graph]));
  const strange = input !== undefined && (known === null || mostlyNew(input, known));
  useEffect(() => {
    if (!input || !strange) return undefined;
    let wanted = true;
    void client()
      .layout(input)
      .then((positions) => wanted && setKnown((old) => new Map([...(old ?? []), ...positions])));
    return () => {
      wanted = false;
    };
  }, [client, input, strange]);
  useArrangement({ arrangement, input, strange, known, setKnown, client });
  const positions = useMemo(() => (input && known && !strange ? placeNew(input, known) : null), [input, known, strange]);
  // What was placed just now keeps its place from now on.
  if (positions && known && [...positions.keys()].some((id) => !known.has(id))) setKnown(new Map([...known, ...positions]));
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
  }, [client, input, known, kept]);
  const undo = useCallback(() => {
    setKnown(before);
    setBefore(null);
    if (before) kept.keep(before);
  }, [before, kept]);
  const drop = useCallback(
    (id: string, at: Point) => {
      const moved = new Map(known);
      // What was moved last is kept longest.
      moved.delete(id);
      moved.set(id, at);
      setKnown(moved);
      kept.keep(moved);
    },
    [known, kept],
  );
  return { positions: shown, tidyUp, undoTidyUp: before ? undo : null, drop };
}

interface Arranging {
  readonly arrangement: string;
  readonly input: LayoutInput | undefined;
  readonly strange: boolean;
  readonly known: Positions | null;
  readonly setKnown: (positions: Positions) => void;
  readonly client: () => LayoutClient;
}

/** Closes the gaps that hiding leaves, and opens them again where they were. */
function useArrangement({ arrangement, input, strange, known, setKnown, client }: Arranging): void {
  const laidOutFor = useRef(arrangement);
  const whole = useRef<Positions | null>(null);
  const latest = useRef(known);
  useLayoutEffect(() => {
    latest.current = known;
  });
  useEffect(() => {
    if (!input || strange || laidOutFor.current === arrangement) return;
    if (laidOutFor.current === '') whole.current = latest.current;
    laidOutFor.current = arrangement;
    if (arrangement === '' && whole.current) {
      setKnown(whole.current);
      return;
    }
    void client()
      .layout(input)
      .then((fresh) => laidOutFor.current === arrangement && setKnown(fresh));
  }, [arrangement, input, strange, setKnown, client]);
}

interface Kept {
  /** What was kept when the page was opened. */
  readonly first: Positions | null;
  readonly keep: (positions: Positions) => void;
  readonly forget: () => void;
}

/** Places that a person chose outlast the page, until they tidy up. `keepAs`: the mesh; null where nobody drags. */
function useKeptPlaces(keepAs: string | null): Kept {
  return useMemo(() => {
    const key = `places.${keepAs ?? ''}`;
    return {
      first: keepAs === null ? null : readPlaces(stored(key)),
      keep: (positions) => keepAs !== null && store(key, writePlaces(positions)),
      forget: () => keepAs !== null && forget(key),
    };
  }, [keepAs]);
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
  nodes.filter(({ id }) => !known.has(id)).length > Math.max(2, nodes.length / 2);

/** The same object as long as it says the same, so that a refresh that changes only rates lays nothing out. */
function useStable(input: LayoutInput | undefined): LayoutInput | undefined {
  const text = useMemo(() => {
    if (!input) return null;
    const pairs = [...new Set(input.edges.map(({ from, to }) => JSON.stringify({ from, to })))].sort();
    return `{"nodes":${JSON.stringify(input.nodes)},"edges":[${pairs.join()}]}`;
  }, [input]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read here was written just above.
  return useMemo(() => (text === null ? undefined : (JSON.parse(text) as LayoutInput)), [text]);
}

/** Keeps showing the last value while there is none. */
function useLast<T>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  if (value !== null && value !== last) setLast(value);
  return value ?? last;
}
