import type { Protocol, Traffic } from '@vigla/contract/graph';
import { bytesText, messagesText, rateText } from '../../format/index.ts';
import type { Look } from './look.ts';

/** What is counted of each protocol. */
type Counting = Pick<Look, Protocol>;

/** Whether calls of this protocol are drawn at all. */
export const isCounted = ({ protocol }: Pick<Traffic, 'protocol'>, counting: Counting): boolean => counting[protocol] !== 'none';

const add = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

/** gRPC messages of a call as they are counted; null where requests are counted instead, or nobody measured. Units: per second. */
export function messagesOf(traffic: Traffic, { grpc }: Counting): number | null {
  if (traffic.protocol !== 'grpc') return null;
  if (grpc === 'sent') return traffic.sentMessagesPerSecond;
  if (grpc === 'received') return traffic.receivedMessagesPerSecond;
  return grpc === 'total' ? add([traffic.sentMessagesPerSecond, traffic.receivedMessagesPerSecond]) : null;
}

/** Bytes of TCP as they are counted. Units: per second. */
function bytesOf(traffic: Traffic, { tcp }: Counting): number | null {
  if (traffic.protocol !== 'tcp') return null;
  if (tcp === 'sent') return traffic.sentBytesPerSecond;
  return tcp === 'received' ? traffic.receivedBytesPerSecond : traffic.bytesPerSecond;
}

const requestsOf = (traffic: Traffic, { grpc }: Counting): number | null =>
  traffic.protocol === 'grpc' && grpc !== 'requests' ? null : traffic.requestsPerSecond;

/**
 * How much flows, in words: requests, with gRPC messages beside them where those are counted, else bytes of TCP. Null
 * where nothing flows or nothing was measured.
 */
export function countedText(parts: readonly Traffic[], counting: Counting, language: string): string | null {
  const drawn = parts.filter((part) => isCounted(part, counting));
  const some = (value: number | null): value is number => value !== null && value > 0;
  const requests = add(drawn.map((part) => requestsOf(part, counting)));
  const messages = add(drawn.map((part) => messagesOf(part, counting)));
  const counted = [
    ...(some(requests) ? [rateText(requests, language)] : []),
    ...(some(messages) ? [messagesText(messages, language)] : []),
  ];
  if (counted.length > 0) return counted.join(' · ');
  const bytes = add(drawn.map((part) => bytesOf(part, counting)));
  return some(bytes) ? bytesText(bytes, language) : null;
}
