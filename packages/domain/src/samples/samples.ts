/** One element of a Prometheus vector: finite value, labels as they came. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
