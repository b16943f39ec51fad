import { call, tcp, together } from '@vigla/testkit/bookinfo';
import { describe, expect, it } from 'vitest';
import { draw, edge, node } from './test/draw.ts';

const pair = { from: 'productpage-v1', to: 'reviews-v1' };
const http = 'bookinfo/productpage-v1>bookinfo/reviews-v1:http';
const grpc = 'bookinfo/productpage-v1>bookinfo/reviews-v1:grpc';
const nothing = {
  sentBytesPerSecond: null,
  receivedBytesPerSecond: null,
  sentMessagesPerSecond: null,
  receivedMessagesPerSecond: null,
};

describe('bytes of TCP', () => {
  it('GRF-04: are sent and received as the caller sees it, and both together', () => {
    const graph = draw(tcp({ from: 'ratings-v2', to: 'mysqldb-v1', bytesPerSecond: 1000, received: 900 }));
    expect(edge(graph, 'bookinfo/ratings-v2>bookinfo/mysqldb-v1:tcp').traffic).toMatchObject({
      bytesPerSecond: 1000,
      sentBytesPerSecond: 100,
      receivedBytesPerSecond: 900,
    });
    expect(node(graph, 'bookinfo/mysqldb-v1').inbound[0]).toMatchObject({ sentBytesPerSecond: 100, receivedBytesPerSecond: 900 });
  });
});

describe('bodies of requests', () => {
  it('GRF-07: are bytes sent with requests and received with responses', () => {
    const graph = draw(call({ ...pair, rps: 10, bytes: [200, 5000] }));
    expect(edge(graph, http).traffic).toMatchObject({ ...nothing, sentBytesPerSecond: 2000, receivedBytesPerSecond: 50_000 });
  });
  it('GRF-07: add up over versions and callers', () => {
    const graph = draw(
      together(
        call({ ...pair, rps: 10, bytes: [200, 5000] }),
        call({ from: 'productpage-v1', to: 'reviews-v2', rps: 5, bytes: [200, 1000] }),
      ),
      { groupBy: 'app' },
    );
    expect(node(graph, 'bookinfo/app:reviews').inbound[0]).toMatchObject({ sentBytesPerSecond: 3000, receivedBytesPerSecond: 55_000 });
  });
  it('are told by the caller where the called side has no proxy', () => {
    const graph = draw(call({ ...pair, rps: 10, bytes: [1, 2], reporters: ['source'] }));
    expect(edge(graph, http).traffic).toMatchObject({ sentBytesPerSecond: 10, receivedBytesPerSecond: 20 });
  });
  it('count once though both sides tell, and are the called side’s where they differ', () => {
    const graph = draw(
      together(
        call({ ...pair, rps: 10, bytes: [100, 100], reporters: ['source'] }),
        call({ ...pair, rps: 10, bytes: [90, 110], reporters: ['destination'] }),
      ),
    );
    expect(edge(graph, http).traffic).toMatchObject({ sentBytesPerSecond: 900, receivedBytesPerSecond: 1100 });
  });
});

describe('messages of gRPC', () => {
  it('GRF-03: are those that the caller sent and those it received', () => {
    const graph = draw(call({ ...pair, rps: 2, protocol: 'grpc', messages: [1, 30] }));
    expect(edge(graph, grpc).traffic).toMatchObject({ requestsPerSecond: 2, sentMessagesPerSecond: 2, receivedMessagesPerSecond: 60 });
  });
  it('GRF-03: are traffic even while the one request that they belong to has not ended', () => {
    const { amounts } = call({ ...pair, rps: 1, protocol: 'grpc', messages: [0, 12] });
    const graph = draw({ amounts });
    expect(edge(graph, grpc)).toMatchObject({
      endings: [],
      traffic: { requestsPerSecond: 0, errorRatio: null, receivedMessagesPerSecond: 12 },
      hosts: ['reviews.bookinfo.svc.cluster.local'],
    });
  });
});

describe('what nobody measures', () => {
  it('is null, and zero only where it was measured to be', () => {
    expect(edge(draw(call({ ...pair, rps: 10 })), http).traffic).toMatchObject(nothing);
    expect(edge(draw(call({ ...pair, rps: 10, bytes: [0, 5] })), http).traffic).toMatchObject({
      ...nothing,
      sentBytesPerSecond: 0,
      receivedBytesPerSecond: 50,
    });
  });
  it('takes nothing else with it: the requests are there without the answer about amounts', () => {
    const { amounts: _, ...rest } = call({ ...pair, rps: 10, bytes: [200, 5000], ms: 12 });
    expect(edge(draw(rest), http).traffic).toMatchObject({ ...nothing, requestsPerSecond: 10, averageMs: 12 });
  });
});
