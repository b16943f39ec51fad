import type { NodeKind } from '@vigla/contract/graph';
import type { Stroke } from '../../signs/index.ts';
import type { PlateSign } from '../drawing/plate.ts';

/** A sign beside those of health. */
export type GraphSign = readonly Stroke[];

const line = (path: string, width = 1.5): Stroke => ({ path, stroke: 'sign', width });
const area = (path: string): Stroke => ({ path, fill: 'sign' });
const cut = (path: string, width = 1.3): Stroke => ({ path, stroke: 'ground', width });

const globe: GraphSign = [area('M8 1 A7 7 0 1 1 7.99 1 Z'), cut('M1 8 H15 M8 1 C4.2 4.6 4.2 11.4 8 15 M8 1 C11.8 4.6 11.8 11.4 8 15', 1)];
const cube: GraphSign = [area('M8 0.8 L14.6 3.9 V11.9 L8 15.2 L1.4 11.9 V3.9 Z'), cut('M1.6 4.1 L8 7.3 L14.4 4.1 M8 7.3 V15', 1.2)];
const lock: GraphSign = [
  area('M3 7.2 H13 A0.9 0.9 0 0 1 13.6 8 V14.2 A0.9 0.9 0 0 1 13 15 H3 A0.9 0.9 0 0 1 2.4 14.2 V8 A0.9 0.9 0 0 1 3 7.2 Z'),
  line('M4.9 7.2 V4.6 A3.1 3.1 0 0 1 11.1 4.6 V7.2', 1.8),
];

/** What stands before the name on a plate. */
export const kindIcons: Readonly<Record<NodeKind, GraphSign>> = {
  workload: cube,
  app: [...cube.slice(0, 1), cut('M1.6 4.1 L8 7.3 L14.4 4.1 M8 7.3 V15 M4.8 2.3 L11.2 5.7', 1.1)],
  service: [
    area('M5.8 0.8 H10.2 V5.2 H5.8 Z M0.6 10.8 H5 V15.2 H0.6 Z M5.8 10.8 H10.2 V15.2 H5.8 Z M11 10.8 H15.4 V15.2 H11 Z'),
    line('M8 5 V11 M2.8 11 V8 H13.2 V11', 1.4),
  ],
  gateway: [area('M3.4 2.6 L9.6 1 V15 L3.4 14.2 Z'), line('M11.2 2.6 H13 V14.2 M1 14.4 H15', 1.5), cut('M7.9 8 V8.3', 1.5)],
  waypoint: [
    area('M8 0.8 L14.2 3 V8 C14.2 11.6 11.5 14.2 8 15.4 C4.5 14.2 1.8 11.6 1.8 8 V3 Z'),
    { path: 'M8.4 2.7 L12.6 4.2 V8 C12.6 10.6 10.8 12.6 8.4 13.6 Z', fill: 'ground' },
  ],
  store: [
    area('M2 3.4 C2 1.9 4.6 1 8 1 C11.4 1 14 1.9 14 3.4 V12.6 C14 14.1 11.4 15 8 15 C4.6 15 2 14.1 2 12.6 Z'),
    cut('M2 5.6 C2.6 6.9 5 7.4 8 7.4 C11 7.4 13.4 6.9 14 5.6 M2 9.6 C2.6 10.9 5 11.4 8 11.4 C11 11.4 13.4 10.9 14 9.6', 1.1),
  ],
  external: [line('M12.8 9.2 V14 H2 V3.2 H6.8', 1.7), line('M9.6 1.6 H14.4 V6.4 M14 2 L7.4 8.6', 1.9)],
  outside: globe,
  restricted: lock,
  operation: [
    line('M5.4 3.4 H14.6 M5.4 8 H14.6 M5.4 12.6 H14.6', 1.8),
    area('M1.2 2.3 H3.4 V4.5 H1.2 Z M1.2 6.9 H3.4 V9.1 H1.2 Z M1.2 11.5 H3.4 V13.7 H1.2 Z'),
  ],
  group: [area('M4.2 1 H15 V10.6 H12.6 V3.4 H4.2 Z M1 4.8 H11.4 V15 H1 Z')],
};

/** Small marks at the lower right of a plate: what its configuration does to traffic, and what it is besides its kind. */
export const badgeSigns: Readonly<Record<PlateSign, GraphSign>> = {
  traffic_source: [
    area('M1.4 8 A3.4 3.4 0 1 1 8.2 8 A3.4 3.4 0 1 1 1.4 8 Z'),
    line('M7 8 H12', 1.8),
    area('M10.4 4.6 L15.4 8 L10.4 11.4 Z'),
  ],
  workload_entry: [line('M1.4 2 H14.6 V10.6 H1.4 Z M8 10.6 V14 M4.4 14.2 H11.6', 1.7)],
  virtual_service: [line('M8 1.4 L14 4.8 V11.2 L8 14.6 L2 11.2 V4.8 Z', 1.6), line('M5.2 5.6 L8 10.8 L10.8 5.6', 1.8)],
  traffic_shifting: [
    line('M1.4 8 H5.4 L10.4 3.6 M5.4 8 L10.4 12.4', 1.8),
    area('M9.4 0.8 L15 1.6 L12.2 6.4 Z M9.4 15.2 L15 14.4 L12.2 9.6 Z'),
  ],
  tcp_traffic_shifting: [
    { path: 'M1.4 8 H5.4 L12 2.2 M5.4 8 L12 13.8', stroke: 'sign', width: 1.8, dash: [2, 1.6] },
    area('M13 0.6 A2.2 2.2 0 1 1 12.99 0.6 Z M13 11 A2.2 2.2 0 1 1 12.99 11 Z'),
  ],
  request_routing: [
    line('M3 13 H8.5 A2.6 2.6 0 0 0 8.5 7.8 H6.5 A2.4 2.4 0 0 1 6.5 3 H10', 1.8),
    area('M9.6 0.4 L14.6 3 L9.6 5.6 Z M3.2 10.8 A2.2 2.2 0 1 1 3.19 10.8 Z'),
  ],
  circuit_breaker: [area('M9.6 0.6 L3.2 9 H7.2 L6 15.4 L12.8 6.6 H8.6 Z')],
  fault: [line('M1.4 8 H5 L6.6 3.4 L9.4 12.6 L11 8 H14.6', 1.8)],
  mirror: [line('M8 1.4 V14.6', 1.5), area('M6.4 3.4 V12.6 L0.8 12.6 Z'), line('M9.6 3.4 V12.6 L15.2 12.6 Z', 1.3)],
  retry: [line('M13.4 8 A5.4 5.4 0 1 1 11.6 4', 1.9), area('M9.4 4.9 L14.6 5.8 L13.4 0.8 Z')],
  timeout: [line('M3.4 1.4 H12.6 M3.4 14.6 H12.6 M4.6 1.6 C4.6 6 11.4 10 11.4 14.4 M11.4 1.6 C11.4 6 4.6 10 4.6 14.4', 1.5)],
  scaled_down: [line('M8 1.4 V10 M4.4 6.8 L8 10.4 L11.6 6.8 M3 14.2 H13', 1.9)],
};

/** Signs of calls: how the mesh protects them. */
export const lockSigns = {
  open: [area('M3 7.2 H13 V15 H3 Z'), line('M5 7.2 V4.4 A2.9 2.9 0 0 1 10.5 3.2', 1.8)] satisfies GraphSign,
  closed: lock,
  unknown: [
    { path: 'M3 7.2 H13 V15 H3 Z', stroke: 'sign', width: 1.3, dash: [1.8, 1.6] },
    { path: 'M5 7.2 V4.6 A3 3 0 0 1 11 4.6 V7.2', stroke: 'sign', width: 1.3, dash: [1.8, 1.6] },
  ] satisfies GraphSign,
} as const;

/** The mark of a change on every time axis. */
export const changeFlag: GraphSign = [line('M2 1 V15', 1.6), area('M2 1.4 H14 L11.2 5.2 L14 9 H2 Z')];
