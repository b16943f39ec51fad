import type { Aspect, Difference, Evidence } from '@vigla/contract/compare';
import type { Traffic } from '@vigla/contract/graph';
import { type Tested, testEncryption, testErrors, testPresence, testRate, testTime } from './test-traffic.ts';
import { expectedRatio, type Usual } from './usual.ts';
import type { EdgePair, NodePair, United } from './unite.ts';

/** The chance of one false finding in a whole comparison, had nothing changed. */
export const familyWise = 0.01;

/** Every test that was made of one edge. */
export interface Trial {
  readonly pair: EdgePair;
  readonly tests: readonly Tested[];
}

/** What became of an edge, and why it is thought so. */
export interface Judged {
  readonly pair: EdgePair;
  readonly change: Exclude<Difference, 'unchanged'>;
  readonly aspect: Aspect;
  readonly evidence: readonly Evidence[];
  /** Its rate differs also from what its caller's own explains; true of every other aspect. */
  readonly isOwn: boolean;
}

/** Tests an edge in every way that its traffic allows. */
export function tryEdge(pair: EdgePair, united: United, usual: Usual): Trial {
  const { before, after, mtlsBefore, mtlsAfter } = pair;
  if (!before || !after) return { pair, tests: [testPresence(before, after)].filter((one) => one !== null) };
  const tests = [testErrors(before, after), testEncryption(before, after, [mtlsBefore, mtlsAfter]), testTime(before, after)];
  const rates = testRate(before, after, { expected: expectedRatio(pair, united), usual });
  return { pair, tests: [...tests.filter((one) => one !== null), ...rates] };
}

/** How sure one of so many tests must be, so that all together are wrong no more often than said (Bonferroni). */
export const limitOf = (tests: number): number => familyWise / Math.max(1, tests);

const order: readonly Aspect[] = ['errors', 'encryption', 'presence', 'time', 'rate'];

/** What matters most of what was found in an edge; null where it varies no more than usual. */
export function judge({ pair, tests }: Trial, limit: number): Judged | null {
  const sure = tests.filter(({ isLarge, evidence }) => isLarge && evidence.pValue <= limit);
  const harm = (one: Tested): boolean => one.size > 0 && ['errors', 'encryption', 'time'].includes(one.evidence.aspect);
  const ranked = [...sure].sort(
    (a, b) => Number(harm(b)) - Number(harm(a)) || order.indexOf(a.evidence.aspect) - order.indexOf(b.evidence.aspect),
  );
  const [main] = ranked;
  if (!main) return null;
  const isBytes = pair.edge.traffic.protocol === 'tcp';
  const evidence = isBytes ? [] : ranked.map((one) => one.evidence);
  return { pair, change: differenceOf(main), aspect: main.evidence.aspect, evidence, isOwn: sure.some(({ isOwn }) => isOwn !== false) };
}

function differenceOf({ evidence: { aspect }, size }: Tested): Judged['change'] {
  if (aspect === 'presence') return size > 0 ? 'new' : 'gone';
  if (aspect === 'rate') return size > 0 ? 'more' : 'less';
  return size > 0 ? 'worse' : 'better';
}

/** What became of a node, by what it receives; one that receives nothing, by whether it calls anybody. */
export function judgeNode({ before, after, wasThere, isThere }: NodePair, limit: number): Difference {
  if (wasThere !== isThere) return isThere ? 'new' : 'gone';
  const changes = after.flatMap((now): readonly Difference[] => {
    const was = before.find(({ protocol }) => protocol === now.protocol);
    return was ? [changeOf(was, now, limit).change] : [];
  });
  return (['worse', 'better'] as const).find((one) => changes.includes(one)) ?? 'unchanged';
}

/** Better or worse in errors or time, or neither; and the tests that say so. */
export function changeOf(
  before: Traffic,
  after: Traffic,
  limit: number,
): { readonly change: 'worse' | 'better' | 'unchanged'; readonly evidence: readonly Evidence[] } {
  const tests = [testErrors(before, after), testTime(before, after)].filter((one) => one !== null);
  const sure = tests.filter(({ isLarge, evidence }) => isLarge && evidence.pValue <= limit);
  const evidence = sure.map((one) => one.evidence);
  if (sure.length === 0) return { change: 'unchanged', evidence };
  return { change: sure.some(({ size }) => size > 0) ? 'worse' : 'better', evidence };
}
