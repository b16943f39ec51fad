import type { ComparedEdge, Comparison, Difference } from '@vigla/contract/compare';
import { changeText, durationText, percentText, rateText, shareText } from '../../format/index.ts';
import type { Drawing } from '../drawing/drawing.ts';
import type { Line } from '../drawing/line.ts';
import type { Kept } from '../drawing/path.ts';
import { amountText, type Plate, spaced, type Speech } from '../drawing/plate.ts';
import { sumTraffic } from '../drawing/traffic-sum.ts';

/** The picture of both windows with colour meaning difference: signs of health and rates make way for what changed. */
export function comparedDrawing(drawing: Drawing, comparison: Pick<Comparison, 'nodes' | 'edges'>, speech: Speech): Drawing {
  const nodes = new Map(comparison.nodes.map(({ node, change }) => [node.id, change]));
  const edges = new Map(comparison.edges.map((compared) => [compared.edge.id, compared]));
  return {
    ...drawing,
    plates: drawing.plates.map((plate) => comparedPlate(plate, nodes.get(plate.id) ?? 'unchanged')),
    lines: drawing.lines.map((line) => comparedLine(line, edges.get(line.id), speech)),
  };
}

const comparedPlate = (plate: Plate, change: Difference): Plate => ({
  ...plate,
  change,
  health: change === 'worse' ? 'failing' : 'healthy',
  dashed: change === 'gone' || plate.dashed,
  second: [],
  badges: [],
});

/** Order in which labels find their places: harm first. */
const ranks: Readonly<Record<Difference, number | null>> = { worse: 1, new: 2, better: 2, gone: 3, less: 3, more: 3, unchanged: null };

function comparedLine(line: Line, compared: ComparedEdge | undefined, speech: Speech): Line {
  const change = compared?.change ?? 'unchanged';
  const text = compared && change !== 'unchanged' ? spaced(differenceText(compared, speech)) : '';
  return {
    ...line,
    change,
    health: change === 'worse' ? 'failing' : 'healthy',
    width: change === 'new' ? 3 : change === 'worse' ? Math.max(3, line.width) : change === 'gone' ? 1.6 : line.width,
    lock: null,
    stream: null,
    text,
    shortText: null,
    rank: text === '' || isSlight(compared) ? null : ranks[change],
  };
}

/** Failures of less than one in a hundred are what others passed on: the list has them, the picture would be full of them. */
const isSlight = (compared: ComparedEdge | undefined): boolean =>
  compared?.change === 'worse' && (compared.after?.errorRatio ?? 0) > 0 && (compared.after?.errorRatio ?? 0) < 0.01;

/** What differs, with both values where there are two. */
function differenceText({ before, after, change, mtlsBefore, mtlsAfter }: ComparedEdge, speech: Speech): string {
  const { words, language } = speech;
  if (change === 'new') return words('compare.label.new', { amount: amountText(sumTraffic(after ? [after] : []), speech) ?? '' });
  if (!before || !after || change === 'gone') return '';
  if (change === 'less' || change === 'more') return fallText(before.requestsPerSecond ?? 0, after.requestsPerSecond ?? 0, language);
  // The unit stands once where the first value is nothing at all.
  const share = (ratio: number | null): string => (ratio ? shareText(ratio, language) : '0');
  const { errors, plainText } = {
    errors: [before.errorRatio ?? 0, after.errorRatio ?? 0] as const,
    plainText: plainOf(mtlsBefore, mtlsAfter),
  };
  if (Math.abs(errors[1] - errors[0]) >= 0.001) return words('compare.label.errors', { before: share(errors[0]), after: share(errors[1]) });
  if (plainText) return words('compare.label.plain', { before: share(plainText[0]), after: share(plainText[1]) });
  const time = (ms: number | null): string => (ms === null ? '' : durationText(ms, language));
  return changeText(time(before.p95Ms), time(after.p95Ms));
}

/** Shares of plain text, where they differ. */
const plainOf = (before: number | null, after: number | null): readonly [number, number] | null =>
  before !== null && after !== null && Math.abs(after - before) >= 0.01 ? [1 - before, 1 - after] : null;

/** A rate that fell or rose, `−18 %`; both rates where the change is manifold. */
function fallText(before: number, after: number, language: string): string {
  if (before <= 0 || after / before >= 2) return changeText(rateText(before, language), rateText(after, language));
  return `${after < before ? '−' : '+'}${percentText(Math.round(100 * Math.abs(after / before - 1)), language)}`;
}

/** What stays at full strength while nothing is selected: what changed, and the ends of changed calls. */
export function changedElements({ nodes, edges }: Comparison): Kept {
  const changed = edges.filter(({ change }) => change !== 'unchanged').map(({ edge }) => edge);
  return {
    nodes: new Set([
      ...nodes.filter(({ change }) => change !== 'unchanged').map(({ node }) => node.id),
      ...changed.flatMap(({ from, to }) => [from, to]),
    ]),
    edges: new Set(changed.map(({ id }) => id)),
  };
}
