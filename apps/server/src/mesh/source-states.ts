import type { SourceState } from '@vigla/contract/mesh';
import type { Sources } from '../sources/index.ts';

/** The three sources in the order people think of them; one that is not configured is named as such. */
export const sourceStates = ({
  prometheus,
  kubernetes,
  tracing,
}: Pick<Sources, 'prometheus' | 'kubernetes' | 'tracing'>): readonly SourceState[] => [
  prometheus.state(),
  kubernetes.state(),
  tracing?.state() ?? notConfigured,
];

const notConfigured: SourceState = {
  name: 'tracing',
  state: 'not_configured',
  url: null,
  version: null,
  lastOkAt: null,
  failingSince: null,
  detail: null,
  requests: 0,
};
