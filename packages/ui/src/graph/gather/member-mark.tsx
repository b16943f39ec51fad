import type { Health } from '@vigla/contract/health';

const shapes: Readonly<Record<Health, string>> = {
  healthy: 'M6 2.6 a3.4 3.4 0 1 0 0.01 0 Z',
  degraded: 'M6 1.8 L10.4 9.6 H1.6 Z',
  failing: 'M6 0.8 L11.2 6 L6 11.2 L0.8 6 Z',
  not_ready: 'M6 2.8 a3.2 3.2 0 1 0 0.01 0 Z',
  idle: 'M6 2.8 a3.2 3.2 0 1 0 0.01 0 Z',
  unknown: 'M2.8 2.8 H9.2 V9.2 H2.8 Z',
};

/** One member of a group as its plate shows it. */
export const MemberMark = ({ health }: { readonly health: Health }) => (
  <svg className={`vigla-member vigla-member--${health}`} viewBox="0 0 12 12" aria-hidden="true">
    <path d={shapes[health]} />
  </svg>
);
