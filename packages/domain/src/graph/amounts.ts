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
export const addAmounts = (a: Amounts, b: Amounts): Amounts => sumOfAmounts([a, b]);

/** The sum of all, as `addAmounts` makes it of two. */
export function sumOfAmounts(all: readonly Amounts[]): Amounts {
  const known = all.filter((amounts) => amounts !== noAmounts);
  const [first = noAmounts, ...others] = known;
  if (others.length === 0) return first;
  const sum = { ...first };
  for (const more of others) {
    sum.sentBytesPerSecond = plus(sum.sentBytesPerSecond, more.sentBytesPerSecond);
    sum.receivedBytesPerSecond = plus(sum.receivedBytesPerSecond, more.receivedBytesPerSecond);
    sum.sentMessagesPerSecond = plus(sum.sentMessagesPerSecond, more.sentMessagesPerSecond);
    sum.receivedMessagesPerSecond = plus(sum.receivedMessagesPerSecond, more.receivedMessagesPerSecond);
  }
  return sum;
}

const plus = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);

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
export const anyAmount = (amounts: Amounts): boolean => amounts !== noAmounts && amountNames.some((name) => (amounts[name] ?? 0) > 0);
