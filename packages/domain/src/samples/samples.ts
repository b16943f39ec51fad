/** One element of a Prometheus vector: finite value, labels as they came. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /**
   * The upper bound of a bucket. Where it stands here, `labels` are those of the whole histogram, and all its buckets may share one
   * object of them: twenty buckets of 10,000 histograms are most of what a large mesh tells.
   */
  readonly le?: string;
}
