import { type Figure, isOver, type Section } from './figure.ts';

const columns = ['what', 'value', 'unit', 'budget', ''] as const;

/** All sections as one aligned table for a terminal. */
export function tableOf(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ figures }) => figures.map(rowOf));
  const widths = columns.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 1 || i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const blocks = sections.map(({ title, figures, notMeasured }) =>
    [title, ...figures.map((one) => line(rowOf(one))), ...(notMeasured === null ? [] : [`not measured: ${notMeasured}`])].join('\n'),
  );
  return [line(columns), ...blocks].join('\n\n');
}

const rowOf = (one: Figure): readonly string[] => [
  `  ${one.name}`,
  written(one.value),
  one.unit,
  one.budget === null ? '' : `<= ${written(one.budget.most)}`,
  one.budget === null ? '' : isOver(one) ? 'OVER' : 'ok',
];

/** Three digits that matter; more for whole numbers, which are counts. */
const written = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
