import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shopGraph } from '../test/shop-graph.ts';
import { findElements } from './find.ts';

const found = (text: string): readonly string[] => {
  const answer = findElements(shopGraph(), text);
  return answer?.kind === 'found' ? [...answer.ids].sort() : [];
};

describe('a search on the graph', () => {
  it.each<[because: string, text: string, ids: readonly string[]]>([
    ['finds a part of a name', 'ledg', ['payments/ledger-v2']],
    ['finds a part of a namespace', 'billin', ['billing/billing-batch']],
    ['finds whatever the letters', 'CARDPAY', ['outside/api.cardpay.example']],
    ['finds failing elements', 'health = failing', ['orders/checkout-v12>payments/payments-v2:http', 'payments/payments-v2']],
    ['finds by error share, nodes and calls', 'errors > 10%', ['orders/checkout-v12>payments/payments-v2:http', 'payments/payments-v2']],
    ['joins terms', 'errors > 1% and namespace = orders and kind = workload', ['orders/checkout-v12']],
    ['finds plain text', 'mtls < 100 and rate < 1', ['billing/billing-batch>payments/payments-v1:http']],
    ['finds nothing where nothing is', 'name = nobody', []],
  ])('%s', (_, text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  it('names the word it does not know', () => {
    expect(findElements(shopGraph(), 'mood = good')).toEqual({ kind: 'unknown', word: 'mood' });
  });

  it('is no search when empty', () => {
    expect(findElements(shopGraph(), '  ')).toBeNull();
  });

  it('survives whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect([undefined, 'found', 'unknown']).toContain(findElements(shopGraph(), text)?.kind);
      }),
    );
  });
});
