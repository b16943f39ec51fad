import type { Ink, Sign } from './signs.ts';

interface SignMarkProps {
  readonly sign: Sign;
  /** Decides the colours; see graph.css. */
  readonly tone: string;
  /** Units: px. */
  readonly size?: number;
}

const ink = (which: Ink | undefined): string => (which === undefined ? 'none' : `var(--vigla-ink-${which})`);

/** A sign in the page, drawn from the same path data as on the canvas. It is never alone: words stand beside it. */
export function SignMark({ sign, tone, size = 14 }: SignMarkProps) {
  return (
    <svg className={`vigla-sign vigla-sign--${tone}`} viewBox="-0.5 -0.5 17 17" width={size} height={size} aria-hidden="true">
      {sign.map(({ path, fill, stroke, width, dash }) => (
        <path
          key={path}
          d={path}
          fill={ink(fill)}
          stroke={ink(stroke)}
          strokeWidth={width ?? 1}
          strokeLinecap="round"
          strokeLinejoin="round"
          {...(dash && { strokeDasharray: dash.join(' ') })}
        />
      ))}
    </svg>
  );
}
