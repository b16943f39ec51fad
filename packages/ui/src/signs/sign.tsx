import './sign.css';
import type { Health } from '@vigla/contract/health';
import { signPaths } from './sign-paths.ts';

export interface SignProps {
  readonly kind: Health;
  /** Said aloud where no word stands beside the sign. */
  readonly label?: string;
}

/** A sign of health in the size and line of the text around it. */
export function Sign({ kind, label }: SignProps) {
  return (
    <svg
      className={`vigla-sign vigla-sign--${kind}`}
      viewBox="0 0 16 16"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {signPaths[kind].map(({ path, part, stroke, dash }) => (
        <path
          key={path}
          d={path}
          className={`vigla-sign__${part}${stroke ? ' vigla-sign--line' : ''}`}
          strokeWidth={stroke}
          strokeDasharray={dash?.join(' ')}
        />
      ))}
    </svg>
  );
}
