import type { Story } from './story.ts';
import { create } from './writes.ts';

const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
const name = 'envoy.filters.http.local_ratelimit';

/** Twenty requests per second for each pod of the cart, which gets forty. */
export const rateLimitTooLow: Story = {
  id: 'rate-limit-too-low',
  title: 'A rate limit that is too low: the cart turns away half of its callers',
  scenario: 'shop',
  steps: [
    {
      afterMs: 0,
      writes: [
        create('EnvoyFilter cart/cart-limit', 'kubectl-client-side-apply', {
          workloadSelector: { labels: { app: 'cart' } },
          configPatches: [
            {
              applyTo: 'HTTP_FILTER',
              match: {
                context: 'SIDECAR_INBOUND',
                listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager' } } },
              },
              patch: {
                operation: 'INSERT_BEFORE',
                value: {
                  name,
                  typed_config: {
                    '@type': 'type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
                    stat_prefix: 'http_local_rate_limiter',
                    token_bucket: { max_tokens: 20, tokens_per_fill: 20, fill_interval: '1s' },
                    filter_enabled: always,
                    filter_enforced: always,
                  },
                },
              },
            },
          ],
        }),
      ],
    },
  ],
  expected: {
    cause: {
      kind: 'EnvoyFilter',
      where: 'cart/cart-limit',
      field: 'spec.configPatches[0].patch.value.typed_config.token_bucket.tokens_per_fill',
    },
    symptoms: [
      { reporter: 'source', from: 'storefront-api-v5', to: 'cart-v2', service: 'cart', code: '429', flags: '-', share: [0.45, 0.55] },
      { reporter: 'source', from: 'checkout-v12', to: 'cart-v2', service: 'cart', code: '429', flags: '-', share: [0.45, 0.55] },
      { reporter: 'destination', from: 'storefront-api-v5', to: 'cart-v2', service: 'cart', code: '429', flags: 'RL' },
    ],
  },
};
