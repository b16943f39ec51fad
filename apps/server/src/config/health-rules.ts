import { type HealthRule, readTolerance } from '@vigla/domain/health';
import * as z from 'zod';
import { listSetting } from './list-setting.ts';

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

/**
 * Who is judged by other limits than the rest: `{ namespace, kind, name, tolerance: [{ code, degraded, failure, protocol, direction }] }`.
 * The first rule whose patterns all match counts alone. Thresholds are percentages. In the environment: the same as JSON.
 */
export const healthRules = listSetting(
  z.array(rule),
  'is not a list of rules such as [{"namespace": "shop", "tolerance": [{"code": "5XX", "degraded": 1, "failure": 20}]}]',
);
