import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import type { NodePage } from '../../host/index.ts';
import type { Words } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import { serviceOf } from '../panel/service-of.ts';
import { titleText } from '../panel/title-text.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { pageOf } from '../place/node-page.ts';

/** Something that can be done with an element of the picture. */
export interface ElementAction {
  readonly key: string;
  readonly text: string;
  /** What it does, where its name does not tell. */
  readonly what?: string;
  readonly run: () => void;
}

/** What an action acts upon. */
export interface Surroundings {
  readonly graph: TrafficGraph;
  readonly frames: readonly Frame[];
  readonly place: GraphPlace;
  readonly words: Words;
  readonly language: string;
  readonly onPlace: (place: GraphPlace) => void;
  readonly onSelect: (id: string) => void;
  /** Writes a text where it can be pasted from. */
  readonly onCopy: (text: string) => void;
  /** Opens the page of a node; null where nobody can navigate. */
  readonly onOpenPage: ((page: NodePage) => void) | null;
  /** Opens the editor that shifts traffic; without it the action is not offered. */
  readonly onShiftTraffic: ((namespace: string, service: string) => void) | undefined;
}

/** What an element is called and what can be done with it; null for what is not on the picture. Only what works is offered. */
export function actionsFor(
  id: string,
  around: Surroundings,
): { readonly title: string; readonly actions: readonly ElementAction[] } | null {
  const { graph, frames } = around;
  const node = graph.nodes.find((one) => one.id === id);
  if (node) return { title: nameOf(node, around), actions: nodeActions(node, around) };
  const edge = graph.edges.find((one) => one.id === id);
  if (edge) {
    const ends = [edge.from, edge.to].map((end) => graph.nodes.find((one) => one.id === end));
    const title = ends.map((end) => (end ? nameOf(end, around) : '')).join(' → ');
    return {
      title,
      actions: [
        details(id, around),
        explain(id, around),
        ...ends.flatMap((end) =>
          end
            ? [
                {
                  key: `go ${end.id}`,
                  text: around.words('display.menu.go', { name: nameOf(end, around) }),
                  run: () => around.onSelect(end.id),
                },
              ]
            : [],
        ),
        copy(title, around),
      ],
    };
  }
  const frame = frames.find((one) => one.id === id);
  return frame ? { title: frame.title, actions: frameActions(frame, around) } : null;
}

const nameOf = (node: GraphNode, { graph, words, language }: Surroundings): string => titleText(node, graph.groupBy, { words, language });

const details = (id: string, { words, onSelect }: Surroundings): ElementAction => ({
  key: 'details',
  text: words('display.menu.details'),
  run: () => onSelect(id),
});

const explain = (id: string, { words, place, onPlace }: Surroundings): ElementAction => ({
  key: 'explain',
  text: words('display.menu.explain'),
  run: () => onPlace({ ...place, selected: id, panel: 'explain' }),
});

/** Adds one node to what is hidden. */
const hide = ({ name, namespace }: GraphNode, { words, place, onPlace }: Surroundings): ElementAction => {
  const quoted = (text: string): string => `"${text.replaceAll('"', '')}"`;
  const term = [`name = ${quoted(name)}`, ...(namespace === null ? [] : [`namespace = ${quoted(namespace)}`])].join(' and ');
  const next = place.hide.trim() === '' ? term : `(${place.hide.trim()}) or (${term})`;
  return { key: 'hide', text: words('display.menu.hide'), run: () => onPlace({ ...place, hide: next, selected: null }) };
};

const copy = (text: string, { words, onCopy }: Surroundings): ElementAction => ({
  key: 'copy',
  text: words('display.menu.copy'),
  run: () => onCopy(text),
});

function nodeActions(node: GraphNode, around: Surroundings): readonly ElementAction[] {
  const { words, place, onPlace, onOpenPage, onShiftTraffic } = around;
  const page = onOpenPage && pageOf(node);
  if (node.kind === 'restricted') return [details(node.id, around)];
  const service = onShiftTraffic && serviceOf(node);
  return [
    details(node.id, around),
    ...(page ? [{ key: 'page', text: words('details.open'), run: () => onOpenPage(page) }] : []),
    explain(node.id, around),
    ...[1, 2]
      .filter((hops) => place.focus !== node.id || place.hops !== hops)
      .map((hops) => ({
        key: `focus ${hops}`,
        text: words('display.menu.focus', { count: hops }),
        ...(hops === 1 && { what: words('display.menu.focus.what') }),
        run: () => onPlace({ ...place, focus: node.id, hops, viewport: null }),
      })),
    ...(place.focus === null ? [] : [wholeGraph(around)]),
    ...(service ? [{ key: 'shift', text: words('graph.panel.shift'), run: () => onShiftTraffic(service.namespace, service.name) }] : []),
    hide(node, around),
    copy(node.name, around),
  ];
}

const wholeGraph = ({ words, place, onPlace }: Surroundings): ElementAction => ({
  key: 'whole',
  text: words('display.menu.whole'),
  run: () => onPlace({ ...place, focus: null, hops: 1, viewport: null }),
});

function frameActions(frame: Frame, around: Surroundings): readonly ElementAction[] {
  const { words, place, onPlace } = around;
  const { namespace } = frame;
  const isAlone = namespace !== null && place.namespaces.length === 1 && place.namespaces[0] === namespace;
  return [
    details(frame.id, around),
    ...(namespace === null || frame.kind !== 'namespace' || isAlone
      ? []
      : [
          {
            key: 'only',
            text: words('display.menu.onlyNamespace'),
            run: () => onPlace({ ...place, namespaces: [namespace], selected: null, viewport: null }),
          },
        ]),
    copy(frame.title, around),
  ];
}
