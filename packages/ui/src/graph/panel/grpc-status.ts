/** Source: gRPC, "Status codes and their use in gRPC"; in the order of their numbers. */
const names = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

/** A gRPC status by number and name, `gRPC 14 UNAVAILABLE`; the number alone where it has no name. */
export const grpcStatus = (code: string): string =>
  ['gRPC', code, /^\d+$/.test(code) ? names[Number(code)] : undefined].filter(Boolean).join(' ');
