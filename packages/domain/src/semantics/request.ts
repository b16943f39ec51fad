/** One kind of request: what a proxy can look at. Names of headers are lower-case. */
export interface Call {
  readonly host: string;
  readonly port: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  readonly method: string;
  /** With its query, if it has one. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A path without its query: what rules match. */
export const withoutQuery = (path: string): string => path.split('?', 1)[0] ?? path;

/** A parameter of a call's query, as it is written; undefined when it is not there. */
export const queryOf = ({ path }: Call, name: string): string | undefined => queryIn(path, name);

/** A parameter of a path's query, as it is written; undefined when it is not there. */
export function queryIn(path: string, name: string): string | undefined {
  const query = path.includes('?') ? path.slice(path.indexOf('?') + 1) : '';
  const pair = query.split('&').find((one) => one.split('=', 1)[0] === name);
  return pair?.includes('=') ? pair.slice(pair.indexOf('=') + 1) : pair && '';
}
