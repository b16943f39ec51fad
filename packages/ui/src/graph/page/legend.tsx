import type { Health } from '@vigla/contract/health';
import { Button } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import type { Drawing } from '../drawing/drawing.ts';
import { lockSigns } from '../signs/graph-signs.ts';
import { GroupLegend } from '../gather/group-legend.tsx';
import { GraphSignIcon } from '../signs/graph-sign.tsx';

const states: readonly Health[] = ['healthy', 'degraded', 'failing', 'not_ready', 'idle', 'unknown'];

interface LegendProps {
  readonly drawing: Drawing;
  readonly dots: boolean;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** Names the signs that are on the picture now, and no others. */
export function Legend({ drawing, dots, open, onOpen }: LegendProps) {
  const t = useWords();
  const isGathered = drawing.plates.some(({ group }) => group);
  const entries = entriesOf(drawing, dots, (key) => t(key));
  return (
    <div className="vigla-graph-legend">
      {open && isGathered && <GroupLegend plates={drawing.plates} />}
      {open && !isGathered && (
        <ul aria-label={t('graph.legend')}>
          {entries.map(({ sign, text }) => (
            <li key={text}>
              {sign} <span>{text}</span>
            </li>
          ))}
        </ul>
      )}
      <Button variant="link" isInline aria-expanded={open} onClick={() => onOpen(!open)}>
        {t(open ? 'graph.legend.hide' : 'graph.legend')}
      </Button>
    </div>
  );
}

interface Entry {
  readonly sign: ReactNode;
  readonly text: string;
}

type LegendKey =
  | `graph.health.${Health}`
  | 'graph.legend.tcp'
  | 'graph.legend.outside'
  | 'graph.legend.idle'
  | 'graph.legend.unknown'
  | 'graph.legend.half'
  | 'graph.legend.dots'
  | 'graph.legend.plainText';

function entriesOf({ plates, lines }: Drawing, dots: boolean, word: (key: LegendKey) => string): readonly Entry[] {
  const shown = new Set([...plates, ...lines].map(({ health }) => health));
  const strokes: readonly [boolean, LegendKey, string][] = [
    [lines.some(({ pattern }) => pattern === 'tcp'), 'graph.legend.tcp', '9 5'],
    [lines.some(({ pattern }) => pattern === 'idle'), 'graph.legend.idle', '1 4'],
    [lines.some(({ pattern }) => pattern === 'unknown'), 'graph.legend.unknown', '3 4'],
  ];
  return [
    ...states
      .filter((health) => shown.has(health))
      .map((health) => ({ sign: <Sign kind={health} />, text: word(`graph.health.${health}`) })),
    ...strokes.filter(([on]) => on).map(([, key, dash]) => ({ sign: <LineSample dash={dash} />, text: word(key) })),
    ...(lines.some(({ lock }) => lock?.kind === 'open')
      ? [{ sign: <GraphSignIcon sign={lockSigns.open} />, text: word('graph.legend.plainText') }]
      : []),
    ...(plates.some(({ dashed }) => dashed) ? [{ sign: <PlateSample />, text: word('graph.legend.outside') }] : []),
    ...(lines.some(({ head }) => head === 'half') ? [{ sign: <HalfHead />, text: word('graph.legend.half') }] : []),
    ...(dots && lines.some(({ stream }) => stream) ? [{ sign: <DotSample />, text: word('graph.legend.dots') }] : []),
  ];
}

const LineSample = ({ dash }: { readonly dash: string }) => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 8" aria-hidden="true">
    <path d="M0 4 H28" stroke="currentcolor" strokeWidth="2" strokeDasharray={dash} />
  </svg>
);

const PlateSample = () => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 14" aria-hidden="true">
    <rect x="1" y="1" width="26" height="12" rx="6" fill="none" stroke="currentcolor" strokeWidth="1.4" strokeDasharray="3 2.4" />
  </svg>
);

const HalfHead = () => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 12" aria-hidden="true">
    <path d="M0 6 H18" stroke="currentcolor" strokeWidth="2" />
    <path d="M27 6 L17 1.5 V10.5 Z" fill="none" stroke="currentcolor" />
    <path d="M27 6 L17 1.5 V6 Z" fill="currentcolor" />
  </svg>
);

const DotSample = () => (
  <svg className="vigla-graph-sample" viewBox="0 0 28 8" aria-hidden="true">
    <path d="M0 4 H28" stroke="currentcolor" strokeWidth="1.4" opacity="0.6" />
    <circle cx="8" cy="4" r="2.6" fill="currentcolor" />
    <circle cx="20" cy="4" r="2.6" fill="currentcolor" />
  </svg>
);
