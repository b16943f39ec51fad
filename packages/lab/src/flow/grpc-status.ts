/**
 * The gRPC status of an answer that is known by its HTTP code, as text. gRPC answers travel with HTTP 200 whatever they say.
 * Source: Envoy's and gRPC's mapping of HTTP codes; 500 is what applications mean by it, INTERNAL.
 * Unverified: 504 as UNAVAILABLE.
 */
export const grpcStatusOf = (code: number): number => statuses[code] ?? 2;

const statuses: Readonly<Record<number, number>> = {
  200: 0,
  400: 13,
  401: 16,
  403: 7,
  404: 12,
  409: 10,
  429: 14,
  500: 13,
  502: 14,
  503: 14,
  504: 14,
};

/** Retry conditions that look at the gRPC status. Source: Envoy, x-envoy-retry-grpc-on. */
export const grpcConditions: Readonly<Record<string, number>> = {
  cancelled: 1,
  'deadline-exceeded': 4,
  'resource-exhausted': 8,
  internal: 13,
  unavailable: 14,
};
