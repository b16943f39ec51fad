import type { Call, Leg, Pod, Workload } from '@vigla/domain/semantics';
import type { Hop } from '../flow/index.ts';

/** How a part of a request's way went, as the one who waited for it saw it. Units: ms, bytes. */
export interface Way {
  readonly lastedMs: number;
  /** 0 where there was no answer. */
  readonly code: number;
  readonly flags: string;
  /** Why, in the words of proxies: `via_upstream`. */
  readonly details: string;
  /** Why a connection could not be secured; null where that was not the trouble. */
  readonly transport: string | null;
  readonly bodyBytes: number;
  /** How long the answer of the next one took; null where it gave none. */
  readonly upstreamMs: number | null;
  /** The host that was chosen; null where none was. */
  readonly host: Pod | null;
}

/** One request on one side of it, as the proxy there saw it. Units: epoch ms, bytes. */
export interface Exchange {
  readonly id: string;
  /** The exchange that led to this one. */
  readonly parent: string | null;
  readonly side: 'client' | 'server';
  readonly hop: Hop;
  /** Null where the request led to no destination. */
  readonly leg: Leg | null;
  readonly workload: Workload;
  readonly pod: Pod;
  /** The address that the request came from. */
  readonly from: string;
  /** Of the person behind a gateway, as far as the request still carries it. */
  readonly forwardedFor: string | null;
  readonly mutualTls: boolean;
  /** A copy of a request, whose answer nobody waits for. */
  readonly mirrored: boolean;
  /** False: its proxy tells Jaeger nothing of it. */
  readonly reported: boolean;
  readonly startMs: number;
  readonly requestBytes: number;
  readonly way: Way;
}

/** What an application did with a request: it answered one, or made one of its own accord. Units: epoch ms, ms. */
export interface Deed {
  readonly role: 'answered' | 'asked';
  readonly workload: Workload;
  readonly pod: Pod;
  readonly call: Call;
  readonly startMs: number;
  readonly lastedMs: number;
  readonly code: number;
  /** The calls it made meanwhile that did not go well. */
  readonly failed: readonly { readonly call: Call; readonly code: number; readonly lastedMs: number }[];
}

/** Everything that happened for one request: traces and logs are two views of it. */
export interface Passage {
  readonly id: string;
  /** The `x-request-id` that proxies write to traces and logs alike. */
  readonly requestId: string;
  /** Order: as they began. */
  readonly exchanges: readonly Exchange[];
  readonly deeds: readonly Deed[];
}

/** The code that proxies write down: gRPC answers come with 200, whatever they say. */
export const writtenCode = ({ hop, way }: Pick<Exchange, 'hop' | 'way'>): number =>
  hop.call.protocol === 'grpc' && way.code !== 0 ? 200 : way.code;
