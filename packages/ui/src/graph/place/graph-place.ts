import type { Ambient, Gather, GroupBy } from '@vigla/contract/graph';

/**
 * What one can choose to see on the picture. `rate`, `errors`, `share`, `time`, `throughput` are labels of calls; `idle` and
 * `idleEdges` what is at rest; `services`, `waypoints`, `operations` are nodes of their own.
 */
export const showable = [
  'rate',
  'errors',
  'share',
  'time',
  'throughput',
  'badges',
  'locks',
  'idle',
  'idleEdges',
  'services',
  'waypoints',
  'operations',
  'rank',
] as const;
export type Shown = (typeof showable)[number];

/** Which response time stands on calls. */
export const times = ['avg', 'p50', 'p95', 'p99'] as const;
/** Which way HTTP throughput is told. */
export const ways = ['request', 'response'] as const;
/** What is counted of each protocol; `none` leaves its calls out. */
export const httpRates = ['requests', 'none'] as const;
export const grpcRates = ['requests', 'sent', 'received', 'total', 'none'] as const;
export const tcpRates = ['sent', 'received', 'total', 'none'] as const;
/** What is drawn a box around. Versions of one application always are. */
export const boxable = ['cluster', 'namespace', 'app'] as const;
export const layouts = ['layered', 'grid', 'concentric', 'breadth'] as const;
/** Which calls are drawn. */
export const drawable = ['all', 'troubled', 'none'] as const;
export const panels = ['auto', 'graph', 'none', 'explain'] as const;
/** `sides`: two windows as pictures beside each other, while they are compared. */
export const views = ['picture', 'table', 'sides'] as const;
export const searches = ['usual', 'none'] as const;
export const speeds = ['slow', 'medium', 'fast'] as const;

/** Where a reader has moved the picture. Units: x and y are CSS pixels of pan, z is the zoom factor. */
export interface GraphViewport {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A stretch of the past that is played. `atEpochSeconds` of the place says where the playing stands. */
export interface Replay {
  readonly from: number;
  readonly to: number;
  readonly speed: (typeof speeds)[number];
}

/** Everything about the graph page that belongs in its URL, so that a link shows what its sender saw. */
export interface GraphPlace {
  /** Empty: all that the reader may see. */
  readonly namespaces: readonly string[];
  readonly windowSeconds: number;
  /** End of the window; null is live. */
  readonly atEpochSeconds: number | null;
  /** End of the earlier window that this one is compared with; null: no comparison. */
  readonly versusEpochSeconds: number | null;
  readonly replay: Replay | null;
  readonly groupBy: GroupBy;
  readonly gather: Gather;
  /** Ids of groups whose members are drawn. */
  readonly open: readonly string[];
  readonly show: readonly Shown[];
  readonly time: (typeof times)[number];
  readonly throughput: (typeof ways)[number];
  readonly http: (typeof httpRates)[number];
  readonly grpc: (typeof grpcRates)[number];
  readonly tcp: (typeof tcpRates)[number];
  readonly ambient: Ambient;
  readonly boxes: readonly (typeof boxable)[number][];
  readonly layout: (typeof layouts)[number];
  readonly calls: (typeof drawable)[number];
  readonly find: string;
  readonly hide: string;
  /** `none`: find and hide are empty because somebody wants them so; what an administrator has selected stays away. */
  readonly search: (typeof searches)[number];
  /** Id of the node the graph is narrowed to, with what is at most `hops` calls away. */
  readonly focus: string | null;
  readonly hops: number;
  /** Stable id of a node, an edge or a box. */
  readonly selected: string | null;
  /** `auto` opens the panel with a selection, `graph` shows the whole graph's, `none` keeps it shut, `explain` asks why of the selection. */
  readonly panel: (typeof panels)[number];
  /** Id of a trace whose path is painted. */
  readonly trace: string | null;
  readonly view: (typeof views)[number];
  /** Null where nobody moved it: the whole graph is fitted. */
  readonly viewport: GraphViewport | null;
}

/** The plainest page: all namespaces, live, fitted. */
export const defaultGraphPlace: GraphPlace = {
  namespaces: [],
  windowSeconds: 300,
  atEpochSeconds: null,
  versusEpochSeconds: null,
  replay: null,
  groupBy: 'version',
  gather: 'auto',
  open: [],
  show: ['rate', 'errors', 'badges', 'idle', 'idleEdges'],
  time: 'p95',
  throughput: 'request',
  http: 'requests',
  grpc: 'requests',
  tcp: 'total',
  ambient: 'total',
  boxes: ['namespace', 'app'],
  layout: 'layered',
  calls: 'all',
  find: '',
  hide: '',
  search: 'usual',
  focus: null,
  hops: 1,
  selected: null,
  panel: 'auto',
  trace: null,
  view: 'picture',
  viewport: null,
};
