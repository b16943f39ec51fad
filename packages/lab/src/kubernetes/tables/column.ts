import type { KubeObject } from '@vigla/contract/objects';
import { at, list, record, scalarText, text } from '../json/json.ts';

/** One column of what `kubectl get` prints. `wide`: shown with `-o wide` only. `cell` takes the instant it is printed at, in epoch ms. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'date';
  readonly format: string;
  readonly wide: boolean;
  readonly cell: (object: KubeObject, nowMs: number) => unknown;
}

type Cell = Column['cell'];

export const column = (name: string, cell: Cell, given: Partial<Column> = {}): Column => ({
  name,
  type: 'string',
  format: '',
  wide: false,
  cell,
  ...given,
});
export const wide = (name: string, cell: Cell): Column => column(name, cell, { wide: true });

/** What lies at a path, as text; lists as JSON, as a cluster prints the columns of custom resources. */
export const field =
  (...path: readonly string[]): Cell =>
  (object) => {
    const found = at(object, ...path);
    return found === undefined ? '' : typeof found === 'object' ? JSON.stringify(found) : found;
  };

export const nameColumn = column('Name', ({ metadata }) => metadata.name, { format: 'name' });
export const ageColumn = column('Age', ({ metadata }, nowMs) => age(metadata.creationTimestamp, nowMs));
export const createdColumn = column('Created At', ({ metadata }) => metadata.creationTimestamp ?? '', { type: 'date' });

/** How long ago something was, in the two largest units that matter, as kubectl writes it. */
export function age(timestamp: string | undefined, nowMs: number): string {
  if (timestamp === undefined) return '<unknown>';
  const seconds = Math.floor((nowMs - Date.parse(timestamp)) / 1000);
  if (Number.isNaN(seconds) || seconds < -1) return '<invalid>';
  const whole = (unit: number): number => Math.floor(seconds / unit);
  const [minutes, hours, days] = [whole(60), whole(3600), whole(86_400)];
  if (seconds < 120) return `${Math.max(0, seconds)}s`;
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (hours < 3) return `${minutes}m`;
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  if (days < 8) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  return days < 730 ? `${days}d` : `${Math.floor(days / 365)}y${days % 365}d`;
}

export const count =
  (...path: readonly string[]): Cell =>
  (object) =>
    Number(at(object, ...path) ?? 0);
export const ready =
  (done: readonly string[], wanted: readonly string[]): Cell =>
  (object) =>
    `${scalarText(count(...done)(object, 0))}/${Number(at(object, ...wanted) ?? 1)}`;
export const names =
  (...path: readonly string[]): Cell =>
  (object) =>
    list(at(object, ...path))
      .map((item) => text(at(item, 'name')))
      .join(',');
export const images =
  (...path: readonly string[]): Cell =>
  (object) =>
    list(at(object, ...path))
      .map((item) => text(at(item, 'image')))
      .join(',');

/** Labels as a selector is written. */
export const labelled =
  (...path: readonly string[]): Cell =>
  (object) => {
    const labels = at(object, ...path);
    const words = Object.entries(record(labels)).map(([key, value]) => `${key}=${text(value)}`);
    return words.length > 0 ? words.join(',') : '<none>';
  };
