import './sign.css';
import type { Health } from '@vigla/contract/health';
import { healthSigns, type Ink } from './health-signs.ts';

export interface SignProps {
  readonly kind: Health;
  /** Said aloud where no word stands beside the sign. */
  readonly label?: string;
}

const ink = (which: Ink | undefined): string => (which ? `var(--vigla-sign-${which})` : 'none');

/** A sign of health as large as the text around it. */
export function Sign({ kind, label }: SignProps) {
  return (
    <svg
      className={`vigla-health vigla-health--${kind}`}
      viewBox="-0.5 -0.5 17 17"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {healthSigns[kind].map(({ path, fill, stroke, width, dash }) => (
        <path
          key={path}
          d={path}
          fill={ink(fill)}
          stroke={ink(stroke)}
          strokeWidth={width}
          strokeDasharray={dash?.join(' ')}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
