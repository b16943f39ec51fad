/** A line with such a dash. */
export const LineSample = ({ dash }: { readonly dash: string }) => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 8" aria-hidden="true">
    <path d="M0 4 H28" stroke="currentcolor" strokeWidth="2" strokeDasharray={dash} />
  </svg>
);

/** A dashed pill. */
export const PlateSample = () => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 14" aria-hidden="true">
    <rect x="1" y="1" width="26" height="12" rx="6" fill="none" stroke="currentcolor" strokeWidth="1.4" strokeDasharray="3 2.4" />
  </svg>
);

/** A line whose head is half full. */
export const HalfHead = () => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 12" aria-hidden="true">
    <path d="M0 6 H18" stroke="currentcolor" strokeWidth="2" />
    <path d="M27 6 L17 1.5 V10.5 Z" fill="none" stroke="currentcolor" />
    <path d="M27 6 L17 1.5 V6 Z" fill="currentcolor" />
  </svg>
);

/** A line with dots on it. */
export const DotSample = () => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 8" aria-hidden="true">
    <path d="M0 4 H28" stroke="currentcolor" strokeWidth="1.4" opacity="0.6" />
    <circle cx="8" cy="4" r="2.6" fill="currentcolor" />
    <circle cx="20" cy="4" r="2.6" fill="currentcolor" />
  </svg>
);
