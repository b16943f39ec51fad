import { stringify } from 'yaml';

type Weights = Readonly<Record<'v1' | 'v2' | 'v3', number>>;

/** The route of the reviews service as its owner would keep it in a file. `more`: what else the rule that takes all requests says. */
export const reviewsRoute = (weights: Weights, more: object = {}): string =>
  stringify({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'reviews', namespace: 'bookinfo' },
    spec: {
      hosts: ['reviews'],
      http: [
        {
          route: Object.entries(weights).map(([subset, weight]) => ({ destination: { host: 'reviews', subset }, weight })),
          ...more,
        },
      ],
    },
  });
