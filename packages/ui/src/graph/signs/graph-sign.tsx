import type { Ink } from '../../signs/index.ts';
import type { GraphSign } from './graph-signs.ts';

interface GraphSignIconProps {
  readonly sign: GraphSign;
  /** Said aloud where no word stands beside the sign. */
  readonly label?: string;
}

const ink = (which: Ink | undefined): string => (which === 'ground' ? 'var(--vigla-plate)' : which ? 'currentcolor' : 'none');

/** A sign of the graph in the size and colour of the text around it, from the path data that the canvas draws. */
export function GraphSignIcon({ sign, label }: GraphSignIconProps) {
  return (
    <svg
      className="vigla-graph-sign"
      viewBox="-0.5 -0.5 17 17"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    >
      {sign.map(({ path, fill, stroke, width, dash }) => (
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
