import type { Traffic } from '@vigla/contract/graph';

/**
 * How much flowed besides requests, as the caller sees it: `sent` is what it sent, `received` what it got back.
 * Units: per second. Null where nobody measured it.
 */
export type Amounts = Pick<
  Traffic,
  'sentBytesPerSecond' | 'receivedBytesPerSecond' | 'sentMessagesPerSecond' | 'receivedMessagesPerSecond'
>;

/** One of the four amounts. */
export type AmountName = keyof Amounts;

/** Names of all four. */
export const amountNames: readonly AmountName[] = [
  'sentBytesPerSecond',
  'receivedBytesPerSecond',
  'sentMessagesPerSecond',
  'receivedMessagesPerSecond',
];

/** Nothing measured. */
export const noAmounts: Amounts = {
  sentBytesPerSecond: null,
  receivedBytesPerSecond: null,
  sentMessagesPerSecond: null,
  receivedMessagesPerSecond: null,
};

/** The sum of two, each amount by itself: what only one of them knows is that one's. */
export function addAmounts(a: Amounts, b: Amounts): Amounts {
  if (a === noAmounts || b === noAmounts) return a === noAmounts ? b : a;
  const sum = (name: AmountName): number | null => (a[name] === null && b[name] === null ? null : (a[name] ?? 0) + (b[name] ?? 0));
  return {
    sentBytesPerSecond: sum('sentBytesPerSecond'),
    receivedBytesPerSecond: sum('receivedBytesPerSecond'),
    sentMessagesPerSecond: sum('sentMessagesPerSecond'),
    receivedMessagesPerSecond: sum('receivedMessagesPerSecond'),
  };
}

/** The first of two, and the second where the first knows nothing. */
export function eitherAmounts(a: Amounts, b: Amounts): Amounts {
  if (b === noAmounts) return a;
  if (a === noAmounts) return b;
  return {
    sentBytesPerSecond: a.sentBytesPerSecond ?? b.sentBytesPerSecond,
    receivedBytesPerSecond: a.receivedBytesPerSecond ?? b.receivedBytesPerSecond,
    sentMessagesPerSecond: a.sentMessagesPerSecond ?? b.sentMessagesPerSecond,
    receivedMessagesPerSecond: a.receivedMessagesPerSecond ?? b.receivedMessagesPerSecond,
  };
}

/** Whether anything was sent or received. */
export const anyAmount = (amounts: Amounts): boolean => amountNames.some((name) => (amounts[name] ?? 0) > 0);
