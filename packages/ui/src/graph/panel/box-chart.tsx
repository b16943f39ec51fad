import type { GraphNode } from '@vigla/contract/graph';
import { useMemo } from 'react';
import { TimeChart } from '../../charts/index.ts';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import type { Frame } from '../drawing/frame.ts';
import type { GraphPlace } from '../place/graph-place.ts';
import { MoreCharts, RequestsChart } from './course-charts.tsx';
import { isMeasured } from './course-lines.ts';
import { CourseState } from './course-state.tsx';
import { useCourse, useEntering } from './use-course.ts';

interface BoxChartProps {
  readonly place: GraphPlace;
  /** Null: the whole graph. */
  readonly frame: Frame | null;
  readonly title: string;
  readonly members: readonly GraphNode[];
}

/** What enters a box over time. An application is read as the graph by applications reads it. */
export function BoxChart({ place, frame, title, members }: BoxChartProps) {
  if (frame?.kind === 'app') return <AppChart place={place} title={title} members={members} />;
  return <EnteringChart place={place} namespaces={frame?.namespace ? [frame.namespace] : place.namespaces} title={title} />;
}

function AppChart({ place, title, members }: Omit<BoxChartProps, 'frame'>) {
  const t = useWords();
  const [first] = members;
  const element = `${first?.id.split('/')[0] ?? ''}/app:${first?.app ?? ''}`;
  const course = useCourse({ ...place, groupBy: 'app', gather: 'none', open: [], focus: null, show: [] }, element, first !== undefined);
  const titles = {
    times: t('panel.times'),
    throughput: t('panel.throughput.in'),
    messages: t('panel.messages.in'),
    tcp: t('panel.tcp.in'),
  };
  return (
    <>
      <RequestsChart course={course} direction="inbound" label={t('panel.chart.ofInbound', { name: title })} />
      <MoreCharts course={course} direction="inbound" label={title} titles={titles} />
    </>
  );
}

interface EnteringChartProps {
  readonly place: GraphPlace;
  readonly namespaces: readonly string[];
  readonly title: string;
}

function EnteringChart({ place, namespaces, title }: EnteringChartProps) {
  const t = useWords();
  const f = useFormat();
  const course = useEntering(place, namespaces);
  const history = course.answer.data;
  const lines = useMemo(
    () => [
      { role: 'requests' as const, name: t('panel.chart.requests'), values: history?.enteringPerSecond ?? [] },
      { role: 'errors' as const, name: t('panel.chart.errors'), values: history?.failingPerSecond ?? [] },
    ],
    [history, t],
  );
  return (
    <CourseState course={course} isEmpty={({ enteringPerSecond, failingPerSecond }) => !isMeasured(enteringPerSecond, failingPerSecond)}>
      {({ from, stepSeconds }) => (
        <TimeChart
          label={t('panel.chart.ofEntering', { name: title })}
          from={from}
          stepSeconds={stepSeconds}
          lines={lines}
          valueText={f.rate}
          changes={course.changes}
        />
      )}
    </CourseState>
  );
}
