import type { Course } from '@vigla/contract/metrics';

type Direction = Course['direction'];
type LineName = Exclude<keyof Course, 'direction' | 'protocol'>;
type Values = readonly (number | null)[];

/** Courses of one direction in some protocols. */
export const coursesOf = (courses: readonly Course[], direction: Direction, protocols: readonly Course['protocol'][]): readonly Course[] =>
  courses.filter((course) => course.direction === direction && protocols.includes(course.protocol));

/** Adds rates step by step. What one of them lacks is left out; where all lack, nothing was measured. */
export function summed(courses: readonly Course[], name: LineName): Values {
  const length = courses[0]?.[name].length ?? 0;
  return Array.from({ length }, (_, step) => {
    const known = courses.flatMap((course) => course[name][step] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

/** The course with the most requests: times of two protocols cannot be joined. */
export const busiest = (courses: readonly Course[]): Course | null =>
  courses.reduce<Course | null>((most, course) => (most === null || total(course) > total(most) ? course : most), null);

const total = ({ requestsPerSecond }: Course): number => requestsPerSecond.reduce<number>((sum, value) => sum + (value ?? 0), 0);

/** Whether anything was measured. */
export const isMeasured = (...lines: readonly Values[]): boolean => lines.some((values) => values.some((value) => value !== null));

/** A share of failures counts as the present trouble from this part of the present share on. */
const same = 0.25;

/**
 * Since when requests fail as they do now: the beginning of the step in which it began. Units: epoch seconds.
 * Null where nothing fails now, or it began before the first step.
 */
export function failingSince(
  requests: Values,
  failed: Values,
  { from, stepSeconds }: { from: number; stepSeconds: number },
): number | null {
  const shares = requests.map((all, step) => {
    const bad = failed[step];
    return !all || bad === null || bad === undefined ? null : bad / all;
  });
  const last = shares.findLastIndex((share) => share !== null);
  const present = shares[last] ?? 0;
  if (!(present > 0)) return null;
  const calm = shares.findLastIndex((share, step) => step < last && share !== null && share < present * same);
  return calm < 0 ? null : from + calm * stepSeconds;
}
