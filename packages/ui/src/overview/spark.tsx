import './overview.css';

export interface SparkProps {
  /** Shape: one value per step; null is a gap and draws nothing. */
  readonly values: readonly (number | null)[];
  readonly trouble?: boolean;
  /** What the line says, in words. */
  readonly label: string;
}

const [width, height] = [68, 32];

/** The course of one quantity as a small line from zero up, without a scale: the figure beside it has the number. */
export function Spark({ values, trouble = false, label }: SparkProps) {
  const most = Math.max(...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const place = (value: number, index: number): string =>
    `${((index / Math.max(1, values.length - 1)) * width).toFixed(1)},${(height - 1 - (value / most) * (height - 3)).toFixed(1)}`;
  return (
    <svg
      className={trouble ? 'vigla-spark vigla-spark--trouble' : 'vigla-spark'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {runs(values).map((run) => {
        const line = run.map(({ value, index }) => place(value, index));
        return (
          <g key={run[0]?.index}>
            <polygon points={[`${line[0]?.split(',')[0]},${height}`, ...line, `${line.at(-1)?.split(',')[0]},${height}`].join(' ')} />
            <polyline points={line.join(' ')} />
          </g>
        );
      })}
    </svg>
  );
}

interface Point {
  readonly value: number;
  readonly index: number;
}

/** Stretches without a gap. */
function runs(values: readonly (number | null)[]): readonly (readonly Point[])[] {
  const found: Point[][] = [];
  values.forEach((value, index) => {
    if (value === null) return;
    if (index === 0 || values[index - 1] === null || found.length === 0) found.push([]);
    found.at(-1)?.push({ value, index });
  });
  return found;
}
