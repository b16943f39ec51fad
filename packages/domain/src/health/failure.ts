import type { Protocol } from '@vigla/contract/graph';

/**
 * Whether a request that ended with this code failed: no answer, HTTP 4xx and 5xx, any gRPC status but OK.
 * A caller's mistakes (4xx) count as failed requests too; how many are put up with is a question of tolerance.
 */
export function isFailure(protocol: Protocol, code: string): boolean {
  if (protocol === 'tcp') return false;
  if (code === '-') return true;
  if (code.length === 3) return code.startsWith('4') || code.startsWith('5');
  return protocol === 'grpc' && code !== '0';
}
