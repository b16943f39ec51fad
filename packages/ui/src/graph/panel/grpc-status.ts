import { grpcStatuses } from '@vigla/contract/graph';

/** A gRPC status by number and name, `gRPC 14 UNAVAILABLE`; the number alone where it has no name. */
export const grpcStatus = (code: string): string =>
  ['gRPC', code, /^\d+$/.test(code) ? grpcStatuses[Number(code)] : undefined].filter(Boolean).join(' ');
