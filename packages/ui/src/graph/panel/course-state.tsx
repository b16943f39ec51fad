import type { Untold } from '@vigla/contract/metrics';
import type { Gap } from '@vigla/contract/problem';
import type { ReactNode } from 'react';
import { useFormat } from '../../format/index.ts';
import { problemSentence } from '../../problem/index.ts';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';
import type { CourseAnswer } from './use-course.ts';

interface CourseStateProps<T> {
  readonly course: CourseAnswer<T>;
  readonly isEmpty: (data: T) => boolean;
  readonly children: (data: T) => ReactNode;
}

/** A chart, or what is to say where there is none; as high as the chart, so that nothing jumps. */
export function CourseState<T extends { readonly gaps: readonly Gap[]; readonly untold?: readonly Untold[] }>({
  course,
  isEmpty,
  children,
}: CourseStateProps<T>) {
  const t = useWords();
  const f = useFormat();
  const { data: newest, error, isPrevious } = course.answer;
  const data = isPrevious ? undefined : newest;
  const span = f.span(course.spanSeconds);
  if (!data && error && error.code !== 'not_found') {
    return (
      <p role="status" className="vigla-graph-trouble vigla-chart-state">
        <Sign kind="failing" />
        <span>
          {t('panel.chart.failed')} {problemSentence(error, t).text}
        </span>
      </p>
    );
  }
  if (!data && !error) return <p className="vigla-graph-subtle vigla-chart-state">{t('panel.chart.loading', { span })}</p>;
  const untold = data?.untold?.map((one) => (
    <p key={one} className="vigla-graph-subtle">
      {t(`panel.chart.untold.${one}`)}
    </p>
  ));
  if (data?.untold?.some((one) => one === 'restricted' || one === 'many_calls')) return untold;
  if (!data || isEmpty(data)) return <p className="vigla-graph-subtle">{t('panel.chart.none', { span })}</p>;
  return (
    <>
      {children(data)}
      {untold}
      {data.gaps.map(({ lacks, detail }) => (
        <p key={lacks} className="vigla-graph-subtle">
          {t('panel.chart.partial', { detail })}
        </p>
      ))}
    </>
  );
}
