import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../data/index.ts';
import { speech } from '../test/speech.ts';
import { railProblem } from './rail-problem.ts';

type Asked = Parameters<typeof railProblem>[0];
const fine: Asked = { data: { gaps: [] }, error: null };
const lost = (error: ProblemError, data?: Asked['data']): Asked => ({ data, error });
const partly: Asked = { data: { gaps: [{ source: 'kubernetes', lacks: 'workloads', detail: 'refused' }] }, error: null };
const silent = (source: 'prometheus' | 'kubernetes') =>
  new ProblemError('source_unavailable', 'refused', { code: 'source_unavailable', detail: 'refused', source });
const unreachable = new ProblemError('unreachable', 'Failed to fetch');
const forbidden = new ProblemError('forbidden', 'no', { code: 'forbidden', detail: 'no' });

describe('what the time rail lacks', () => {
  it.each<[because: string, history: Asked, changes: Asked, told: string | null]>([
    ['nothing', fine, fine, null],
    ['a source is away', fine, lost(silent('kubernetes')), 'Changes are missing: the Kubernetes API could not be read.'],
    ['the measurements are away', lost(silent('prometheus')), fine, 'The course of traffic is missing: Prometheus could not be read.'],
    ['one request got lost', fine, lost(unreachable), 'Changes could not be read.'],
    ['a part of it is away', fine, partly, 'Newer changes may be missing: the Kubernetes API could not be read.'],
    ['some may not be seen', fine, lost(forbidden), 'Changes in these namespaces are not all visible to you.'],
    ['there is an older course to show', lost(silent('prometheus'), fine.data), fine, null],
  ])('is said when %s', (_, history, changes, told) => {
    expect(railProblem(history, changes, speech.words)).toBe(told);
  });
});
