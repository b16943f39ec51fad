import type { FindPreset } from '@vigla/contract/mesh';
import { type FindProblem, longestExpression, parseFind } from '@vigla/domain/find';
import * as z from 'zod';
import { listSetting } from './list-setting.ts';

const mostPresets = 20;
const longestName = 60;
const mostNamed = 8;

const name = z
  .string(
    'has a preset without a name: write name: "Slow calls", or one for each language, name: { en: "Slow calls", de: "Langsame Aufrufe" }',
  )
  .trim()
  .min(1, 'has a preset with an empty name')
  .max(longestName, `has a preset whose name is longer than ${longestName} characters`);
const names = z.strictObject({ en: name, de: name.optional() }).transform(({ en, de = en }) => ({ en, de }));
const sameNames = name.transform((one) => ({ en: one, de: one }));

const stranger = (issue: { readonly code?: string | undefined; readonly keys?: unknown }): string | undefined =>
  issue.code === 'unrecognized_keys' ? `has a preset with "${String(issue.keys)}": it takes name, expression and selected` : undefined;

const preset = z
  .strictObject(
    {
      name: z.unknown().transform((given, context) => {
        const read = (typeof given === 'object' && given !== null ? names : sameNames).safeParse(given);
        if (read.success) return read.data;
        for (const { message } of read.error.issues) context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }),
      expression: z.string('has a preset without an expression, such as expression: "rt > 1 s"'),
      selected: z.boolean('has a preset whose "selected" is neither true nor false').default(false),
    },
    { error: stranger },
  )
  .transform((written, context): FindPreset => {
    const parsed = parseFind(written.expression);
    if (parsed.kind === 'parsed') return written;
    const wrong = parsed.kind === 'empty' ? 'is empty' : problemText(parsed.problem);
    context.addIssue({
      code: 'custom',
      message: `has a preset "${written.name.en}" whose expression ${wrong}. docs/find.md says what can be asked`,
    });
    return z.NEVER;
  });

/**
 * What the field of find, or of hide, offers instead of what it offers otherwise: `{ name, expression, selected }`, the name one for all
 * languages or `{ en, de }`. The empty list offers nothing. At most one is `selected`: it stands in the field until a person or a link
 * says otherwise. In the environment: the same as JSON.
 */
export const findPresets = listSetting(
  z
    .array(preset)
    .max(mostPresets, `has more than ${mostPresets} presets`)
    .refine(
      (presets) => presets.filter(({ selected }) => selected).length <= 1,
      'has more than one preset that is selected: a field holds one',
    ),
  'is not a list of presets such as [{"name": "Slow calls", "expression": "rt > 1 s", "selected": true}]',
);

/** What is wrong with an expression, where, and what would be right. */
function problemText({ kind, at, word, expected, nearest }: FindProblem): string {
  if (kind === 'too_long') return `has more than ${longestExpression} characters`;
  const place = word === '' ? 'at its end' : `at character ${at + 1}, "${word.slice(0, 40)}"`;
  const right = expected.length === 0 ? '' : ` (possible: ${expected.slice(0, mostNamed).join(', ')})`;
  return `is wrong ${place}: ${reasons[kind]}${right}${nearest === null ? '' : `; did you mean ${nearest}`}`;
}

const reasons: Readonly<Record<Exclude<FindProblem['kind'], 'too_long'>, string>> = {
  term_expected: 'what is asked for is missing, such as name = web',
  joint_expected: 'before it something is missing',
  operator_expected: 'an operator is missing',
  value_expected: 'a value is missing; words such as "and" need quotes',
  number_expected: 'this is no number; decimals have a point, 0.5',
  operand_unknown: 'this is nothing that can be asked',
  operator_unfit: 'this operator does not fit here',
  unit_unknown: 'this is not in a unit that fits',
  value_unknown: 'this never occurs',
  out_of_range: 'a rank lies between 1 and 100',
  quote_open: 'this quote is not closed',
  parenthesis_open: 'this parenthesis is not closed',
  parenthesis_stray: 'this parenthesis closes nothing',
};
