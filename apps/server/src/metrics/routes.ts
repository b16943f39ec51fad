import { type Course, type ElementSeries, getElementSeries, type Untold } from '@vigla/contract/metrics';
import { at, type EpochSeconds } from '@vigla/contract/units';
import { type Behind, elementSeries, whereReported } from '@vigla/domain/graph';
import type { FastifyInstance } from 'fastify';
import { type GraphParts, pictureFor } from '../graph/index.ts';
import { AppError, bindRevalidated } from '../http/index.ts';
import { createRecentlyUsed } from '../snapshot/index.ts';
import { createElementHistories, type ElementHistory } from './element-histories.ts';

/** What one caller was answered, and from what. */
interface Answered {
  readonly of: ElementHistory;
  readonly with: object;
  readonly answer: ElementSeries;
}

const mostKept = 64;
/** Response times of more calls than this are not added up: twenty series to a call and reporter. */
const mostTimed = 150;
/** Of more calls than this nothing is read over time. */
const mostRead = 3000;

/** Elements of the graph over time, as far as the caller may see. */
export function metricsRoutes(app: FastifyInstance, parts: GraphParts): void {
  const { sources, cadence } = parts;
  const { kubernetes, now } = sources;
  const histories = createElementHistories(sources.prometheus, cadence);
  const answers = createRecentlyUsed<Answered>(mostKept);

  bindRevalidated(app, getElementSeries, async ({ query }, { identity, signal }) => {
    const visible = await kubernetes.visible(identity, signal);
    const { element, spanSeconds } = query;
    const { graph, look } = await pictureFor(parts, query, { visible, signal });
    const behind = look.behind(element);
    if (!behind) throw new AppError('not_found', `${element} is not on this graph.`);
    const to = at(Math.min(query.atEpochSeconds ?? now(), now()));
    const selectors = whereReported(behind);
    const untold = untoldOf(behind);
    if (selectors.length === 0 || untold.some((one) => one === 'restricted' || one === 'many_calls'))
      return { ...empty(to, spanSeconds), untold: [...untold] };
    const lean = behind.calls.length > mostTimed;
    const history = await histories.read({ selectors, lean, to, spanSeconds }, signal);
    const { from, to: last, stepSeconds, gaps } = history;
    const key = JSON.stringify([element, graph.at, history.from, history.to, stepSeconds]);
    const ready = answers.get(key);
    if (ready?.of === history && ready.with === graph) return ready.answer;
    const courses = elementSeries(history.readings, behind);
    const answer = {
      from,
      to: last,
      stepSeconds,
      courses: [...courses],
      untold: [...untold, ...unmeasured(behind, courses)],
      gaps: [...gaps],
    };
    answers.set(key, { of: history, with: graph, answer });
    return answer;
  });
}

const empty = (to: EpochSeconds, spanSeconds: number) => ({
  from: at(Math.max(0, to - spanSeconds)),
  to,
  stepSeconds: spanSeconds,
  courses: [],
  gaps: [],
});

function untoldOf({ members, calls }: Behind): readonly Untold[] {
  if (members.some(({ kind }) => kind === 'restricted')) return ['restricted'];
  if (calls.length > mostRead) return ['many_calls'];
  return calls.length > mostTimed ? ['times_of_many_calls'] : [];
}

/** Kinds of request are told apart by how many there are, and not by how long they take. */
function unmeasured({ members, ends: { from, to } }: Behind, courses: readonly Course[]): readonly Untold[] {
  const isOfKind = [...members, ...(from ?? []), ...(to ?? [])].some(({ kind }) => kind === 'operation');
  const isTimed = courses.some(({ p95Ms }) => p95Ms.some((value) => value !== null));
  return isOfKind && !isTimed ? ['times_by_operation'] : [];
}
