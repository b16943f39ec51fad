import { createContext, useContext } from 'react';

/** How this embedding reaches the server: the console plugin goes through a proxy, the others do not. */
export interface Transport {
  /** In front of every path of the API; empty where the server also serves the page. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly headers: () => Record<string, string>;
  /** Parse every answer by its schema. On in tests and development, off in production where the server has done it. */
  readonly checkAnswers?: boolean;
}

/** A page a view can point at. Each embedding decides what URL, if any, that is. */
export type Place =
  | { readonly page: 'graph'; readonly namespaces?: readonly string[] }
  | { readonly page: 'mesh' }
  | { readonly page: 'change'; readonly namespace: string; readonly service: string }
  | NodePage;

/** The page of one workload, service or application. */
export interface NodePage {
  readonly page: 'node';
  readonly kind: 'workload' | 'service' | 'application';
  /** Null where the mesh has but one. */
  readonly cluster: string | null;
  readonly namespace: string;
  readonly name: string;
}

export type Theme = 'light' | 'dark';

/**
 * What an embedding lends to the views it shows. Views ask for a capability and never for the name
 * of the embedding; a fourth embedding is a fourth value of this type and nothing else.
 */
export interface Host {
  readonly transport: Transport;
  /** Null where people cannot navigate, as on the wall. */
  readonly href: ((place: Place) => string) | null;
  /** Goes to one of those URLs without loading the page anew; without it links are loaded. */
  readonly open?: (path: string) => void;
  readonly canWrite: boolean;
  /** How often a live view asks again when no tick told it to. */
  readonly refreshMs: number;
  readonly theme: Theme;
  readonly i18nNamespace: string;
  /** A new worker that lays graphs out. Served as a file, because a console may forbid `blob:`. */
  readonly layoutWorker: () => Worker;
  /** This machine's clock. Units: epoch milliseconds. It may be wrong: pages date things by `useNow` of the data room. */
  readonly clock: () => number;
}

const HostContext = createContext<Host | null>(null);

/** Lends a host to every view below it. */
export const HostProvider = HostContext.Provider;

/** What the embedding lends. Fails: outside `HostProvider`. */
export function useHost(): Host {
  const host = useContext(HostContext);
  if (!host) throw new Error('A view was rendered outside <HostProvider>.');
  return host;
}
