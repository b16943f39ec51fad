import { call, tcp, together } from './samples.ts';

const host = 'ratings.bookinfo.svc.cluster.local';

/**
 *   ingressgateway ──24──▶ productpage-v1 ──24──▶ details-v1
 *                                        ──12──▶ reviews-v1
 *                                         ──6──▶ reviews-v2 ──6, of which 1.2 fail──▶ ratings-v1
 *                                         ──6──▶ reviews-v3 ──6──▶ ratings-v1
 *   clients/curl (no proxy) ──1, plain text──▶ productpage-v1         ratings-v2 ══4 kB/s══▶ mysqldb-v1
 */
export const bookinfoSamples = together(
  call({ from: 'istio-system/istio-ingressgateway', to: 'productpage-v1', rps: 24, ms: 80 }),
  call({ from: 'unknown', to: 'productpage-v1', rps: 1, ms: 80, policy: 'none', reporters: ['destination'] }),
  call({ from: 'productpage-v1', to: 'details-v1', rps: 24, ms: 4 }),
  call({ from: 'productpage-v1', to: 'reviews-v1', rps: 12, ms: 30 }),
  call({ from: 'productpage-v1', to: 'reviews-v2', rps: 6, ms: 40 }),
  call({ from: 'productpage-v1', to: 'reviews-v3', rps: 6, ms: 40 }),
  call({ from: 'reviews-v2', to: 'ratings-v1', rps: 4.8, ms: 7 }),
  call({ from: 'reviews-v2', to: 'ratings-v1', rps: 1.2, code: 503, ms: 7 }),
  call({ from: 'reviews-v3', to: 'ratings-v1', rps: 6, ms: 7 }),
  tcp({ from: 'ratings-v2', to: 'mysqldb-v1', bytesPerSecond: 4000 }),
  call({ from: 'ratings-v2', to: null, host, rps: 0, code: 503, flags: 'UH', reporters: ['source'] }),
);
