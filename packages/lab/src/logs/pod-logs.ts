/** A container whose log is asked for. */
export interface LoggedPod {
  readonly namespace: string;
  readonly name: string;
  readonly container: string;
}

/** One line of a log. Units: whole epoch ms. */
export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

/** The logs of all containers. Order: earliest first. Units: epoch ms; a span holds its beginning and not its end. */
export interface PodLogs {
  lines(pod: LoggedPod, fromMs: number, toMs: number): readonly LogLine[];
}
