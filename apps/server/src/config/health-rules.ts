import { type HealthRule, readTolerance } from '@vigla/domain/health';
import * as z from 'zod';

const percent = z.union([z.number(), z.string()]).transform(String);
const tolerance = z
  .strictObject({
    code: z.string(),
    degraded: percent.default('0'),
    failure: percent.default('10'),
    protocol: z.string().default('.*'),
    direction: z.string().default('.*'),
  })
  .transform((written, context) => {
    const read = readTolerance(written);
    if (read) return read;
    context.addIssue({
      code: 'custom',
      message: `has a tolerance that makes no sense, of code "${written.code}": code is digits and X such as 5XX, degraded and failure are percentages of which the first is not the larger, protocol is http, grpc or both, direction is inbound, outbound or .*`,
    });
    return z.NEVER;
  });

const matching = z
  .string()
  .max(200, 'has a pattern of more than 200 characters')
  .default('.*')
  .transform((text, context) => {
    try {
      return new RegExp(`^(?:${text})$`);
    } catch {
      context.addIssue({ code: 'custom', message: `has a pattern that is no regular expression: "${text}"` });
      return z.NEVER;
    }
  });

const rule = z
  .strictObject({
    namespace: matching,
    kind: matching,
    name: matching,
    tolerance: z.array(tolerance).min(1, 'has a rule without a tolerance'),
  })
  .transform(({ tolerance: tolerances, ...where }): HealthRule => ({ ...where, tolerances }));

const parsed = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not valid JSON: outside of the settings file rules are written as a JSON list' });
    return z.NEVER;
  }
});

/**
 * Who is judged by other limits than the rest: `{ namespace, kind, name, tolerance: [{ code, degraded, failure, protocol, direction }] }`.
 * The first rule whose patterns all match counts alone. Thresholds are percentages. In the environment: the same as JSON.
 */
export const healthRules = z.union([z.array(rule), parsed.pipe(z.array(rule))], { error: wrong });

/** The first thing that is wrong, rather than that no form fits. */
function wrong({
  errors,
}: {
  readonly errors?: readonly (readonly { readonly message: string; readonly path: readonly PropertyKey[] }[])[];
}): string {
  const issues = (errors ?? []).flat().filter(({ message }) => !/expected (array|string)/.test(message));
  return (
    issues[0]?.message ??
    'is not a list of rules such as [{"namespace": "shop", "tolerance": [{"code": "5XX", "degraded": 1, "failure": 20}]}]'
  );
}
