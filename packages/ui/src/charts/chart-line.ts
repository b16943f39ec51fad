/** What a line stands for; decides its colour. */
export type ChartRole = 'requests' | 'errors' | 'p50' | 'p95' | 'p99' | 'sent' | 'received';

/** One line of a chart. Shape: one value per step; null is a gap. */
export interface ChartLine {
  readonly role: ChartRole;
  readonly name: string;
  readonly values: readonly (number | null)[];
}
