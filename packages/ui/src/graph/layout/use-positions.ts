import type { TrafficGraph } from '@vigla/contract/graph';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useHost } from '../../host/index.ts';
import type { Point } from '../drawing/curve.ts';
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
 */
export function usePositions(graph: TrafficGraph | undefined): Placed {
  const client = useLayoutClient();
  const [known, setKnown] = useState<Positions | null>(null);
  const [before, setBefore] = useState<Positions | null>(null);
  const input = useStable(useMemo(() => graph && layoutInput(graph), [graph]));
  const strange = input !== undefined && (known === null || mostlyNew(input, known));
  useEffect(() => {
    if (!input || !strange) return undefined;
    let wanted = true;
    void client()
      .layout(input)
      .then((positions) => {
        if (wanted) setKnown((old) => new Map([...(old ?? []), ...positions]));
      });
    return () => {
      wanted = false;
    };
  }, [client, input, strange]);
  const positions = useMemo(() => (input && known && !strange ? placeNew(input, known) : null), [input, known, strange]);
  const shown = useLast(positions);
  useEffect(() => {
    if (positions && known && [...positions.keys()].some((id) => !known.has(id))) setKnown(new Map([...known, ...positions]));
  }, [positions, known]);
  const tidyUp = useCallback(() => {
    if (!input) return;
    void client()
      .layout(input)
      .then((fresh) => {
        setBefore(known);
        setKnown(fresh);
      });
  }, [client, input, known]);
  const undo = useCallback(() => {
    setKnown(before);
    setBefore(null);
  }, [before]);
  const drop = useCallback((id: string, at: Point) => setKnown((old) => new Map(old).set(id, at)), []);
  return { positions: shown, tidyUp, undoTidyUp: before ? undo : null, drop };
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
  const last = useRef<{ readonly text: string; readonly input: LayoutInput } | null>(null);
  return useMemo(() => {
    if (!input) return undefined;
    const text = JSON.stringify([input.nodes, [...new Set(input.edges.map(({ from, to }) => `${from}>${to}`))].sort()]);
    if (last.current?.text !== text) last.current = { text, input };
    return last.current.input;
  }, [input]);
}

/** Keeps showing the last value while there is none. */
function useLast<T>(value: T | null): T | null {
  const last = useRef<T | null>(null);
  if (value !== null) last.current = value;
  return value ?? last.current;
}
