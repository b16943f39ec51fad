/** The container whose log is asked for. */
export interface LoggedContainer {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
}

/** A line of a container's log and when it was written. Units: epoch milliseconds. */
export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/**
 * Where the lines of containers come from; the API server only selects, stamps and sends them.
 * `lines`: those written from `fromMs` on and before `toMs`, oldest first, the same for the same question.
 */
export interface PodLogs {
  lines(pod: LoggedContainer, fromMs: number, toMs: number): readonly LogLine[];
}
