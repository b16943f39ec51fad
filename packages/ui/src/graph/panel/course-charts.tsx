import type { Course, ElementSeries } from '@vigla/contract/metrics';
import { type ReactNode, useMemo } from 'react';
import { type ChartLine, TimeChart } from '../../charts/index.ts';
import { rateNumber, useFormat } from '../../format/index.ts';
import { useLanguage, useWords } from '../../words/index.ts';
import { busiest, coursesOf, isMeasured, summed } from './course-lines.ts';
import { CourseState } from './course-state.tsx';
import { PanelSection } from './panel-frame.tsx';
import type { CourseAnswer } from './use-course.ts';

export interface CourseChartProps {
  readonly course: CourseAnswer<ElementSeries>;
  readonly direction: Course['direction'];
  /** What the chart is of, in words. */
  readonly label: string;
}

const requestProtocols = ['http', 'grpc'] as const;

/** Requests and those of them that failed; bytes where only TCP flows. */
export function RequestsChart({ course, direction, label, figure }: CourseChartProps & { readonly figure?: ReactNode }) {
  const f = useFormat();
  return (
    <CourseState course={course} isEmpty={({ courses }) => coursesOf(courses, direction, ['http', 'grpc', 'tcp']).length === 0}>
      {(series) =>
        coursesOf(series.courses, direction, requestProtocols).length > 0 ? (
          <Lines
            series={series}
            changes={course.changes}
            label={label}
            figure={figure}
            valueText={f.rate}
            of={({ courses }, t) => {
              const mine = coursesOf(courses, direction, requestProtocols);
              return [
                { role: 'requests', name: t('panel.chart.requests'), values: summed(mine, 'requestsPerSecond') },
                { role: 'errors', name: t('panel.chart.errors'), values: summed(mine, 'failedPerSecond') },
              ];
            }}
          />
        ) : (
          <BytesLines series={series} course={course} direction={direction} label={label} />
        )
      }
    </CourseState>
  );
}

interface LinesProps {
  readonly series: ElementSeries;
  readonly changes: CourseAnswer<ElementSeries>['changes'];
  readonly label: string;
  readonly figure?: ReactNode;
  readonly valueText: (value: number | null) => string;
  readonly of: (series: ElementSeries, t: ReturnType<typeof useWords>) => readonly ChartLine[];
}

function Lines({ series, changes, label, figure, valueText, of }: LinesProps) {
  const t = useWords();
  // What is drawn changes with the answer only; `of` is written anew at every turn and says the same.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- see above
  const lines = useMemo(() => of(series, t), [series, t]);
  return (
    <TimeChart
      label={label}
      from={series.from}
      stepSeconds={series.stepSeconds}
      lines={lines}
      valueText={valueText}
      changes={changes}
      figure={figure}
    />
  );
}

function BytesLines({ series, course, direction, label }: CourseChartProps & { readonly series: ElementSeries }) {
  const f = useFormat();
  return (
    <Lines
      series={series}
      changes={course.changes}
      label={label}
      valueText={f.bytes}
      of={({ courses }, t) => {
        const mine = coursesOf(courses, direction, ['tcp']);
        const [sent, received] = [summed(mine, 'sentBytesPerSecond'), summed(mine, 'receivedBytesPerSecond')];
        if (!isMeasured(sent, received)) return [{ role: 'sent', name: t('panel.tcp'), values: summed(mine, 'bytesPerSecond') }];
        return [
          { role: 'sent', name: t('panel.chart.sent'), values: sent },
          { role: 'received', name: t('panel.chart.received'), values: received },
        ];
      }}
    />
  );
}

interface MoreChartsProps extends CourseChartProps {
  readonly titles: MoreTitles;
  /** What is known of response times beside their course; it stands under the same title. */
  readonly timesNow?: ReactNode;
}

/** Sections for everything else that was measured: response times, throughput, gRPC messages, TCP beside requests. */
export function MoreCharts({ course, direction, label, titles, timesNow }: MoreChartsProps) {
  const f = useFormat();
  const language = useLanguage();
  const t = useWords();
  const series = course.answer.isPrevious ? undefined : course.answer.data;
  const messages = useMemo(
    () => (value: number | null) => (value === null ? f.rate(null) : t('panel.perSecond', { amount: rateNumber(value, language) })),
    [f, t, language],
  );
  if (!series) return timesNow ? <PanelSection title={titles.times}>{timesNow}</PanelSection> : null;
  const requests = coursesOf(series.courses, direction, requestProtocols);
  const grpc = coursesOf(series.courses, direction, ['grpc']);
  const bodies = [summed(requests, 'sentBytesPerSecond'), summed(requests, 'receivedBytesPerSecond')] as const;
  const told = [summed(grpc, 'sentMessagesPerSecond'), summed(grpc, 'receivedMessagesPerSecond')] as const;
  const both = ([sent, received]: typeof bodies, words: ReturnType<typeof useWords>): readonly ChartLine[] => [
    { role: 'sent', name: words('panel.chart.sent'), values: sent },
    { role: 'received', name: words('panel.chart.received'), values: received },
  ];
  const common = { series, changes: course.changes, label };
  return (
    <>
      <Times {...common} direction={direction} title={titles.times} now={timesNow} />
      {isMeasured(...bodies) && (
        <PanelSection title={titles.throughput}>
          <Lines {...common} valueText={f.bytes} of={(_, words) => both(bodies, words)} />
        </PanelSection>
      )}
      {isMeasured(...told) && (
        <PanelSection title={titles.messages}>
          <Lines {...common} valueText={messages} of={(_, words) => both(told, words)} />
        </PanelSection>
      )}
      {requests.length > 0 && coursesOf(series.courses, direction, ['tcp']).length > 0 && (
        <PanelSection title={titles.tcp}>
          <BytesLines series={series} course={course} direction={direction} label={label} />
        </PanelSection>
      )}
    </>
  );
}

interface TimesProps extends Pick<LinesProps, 'series' | 'changes' | 'label'> {
  readonly direction: Course['direction'];
  readonly title: string;
  readonly now: ReactNode;
}

/** Response times: those of now, and their course where it was measured. */
function Times({ direction, title, now, ...common }: TimesProps) {
  const f = useFormat();
  const of = ({ courses }: ElementSeries): Course | null => busiest(coursesOf(courses, direction, requestProtocols));
  const timed = of(common.series);
  const isTimed = timed !== null && isMeasured(timed.p50Ms, timed.p95Ms, timed.p99Ms);
  if (!isTimed && !now) return null;
  return (
    <PanelSection title={title}>
      {now}
      {isTimed && (
        <Lines
          {...common}
          valueText={f.duration}
          of={(series) => [
            { role: 'p50', name: 'p50', values: of(series)?.p50Ms ?? [] },
            { role: 'p95', name: 'p95', values: of(series)?.p95Ms ?? [] },
            { role: 'p99', name: 'p99', values: of(series)?.p99Ms ?? [] },
          ]}
        />
      )}
    </PanelSection>
  );
}

interface MoreTitles {
  readonly times: string;
  readonly throughput: string;
  readonly messages: string;
  readonly tcp: string;
}
