import { isIP } from 'node:net';
import { at, list, record, scalarText, text } from '../json/json.ts';
import type { Findings } from './findings.ts';

const label = /^[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;
const wildcardLabel = /^(?:\*|\*?-?[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?)$/;

export const isDnsLabel = (value: string): boolean => label.test(value);

/** A full host name; a single label will do, and a trailing dot is allowed. */
export function isFqdn(value: string): boolean {
  const labels = value.replace(/\.$/, '').split('.');
  return value.length <= 255 && labels.every(isDnsLabel) && !/^\d+$/.test(labels.at(-1) ?? '');
}

/** A host name whose first label may be or begin with a star. */
export function isWildcardDomain(value: string): boolean {
  const [first = '', ...rest] = value.split('.');
  return wildcardLabel.test(first) && (rest.length === 0 || isFqdn(rest.join('.')));
}

export const isHost = (value: string): boolean => isWildcardDomain(value) || isIP(value) !== 0;

export function isAddressOrRange(value: string): boolean {
  const [address = '', bits, ...more] = value.split('/');
  const family = isIP(address);
  return family !== 0 && more.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}

const unitMs: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Units: milliseconds. NaN where the text is no duration. */
export function durationMs(value: string): number {
  const parts = [...value.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.map(([part]) => part).join('') !== value || value === '') return value === '0' ? 0 : Number.NaN;
  return parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (unitMs[unit] ?? Number.NaN), 0);
}

/** Refuses a duration under a millisecond, or one that is not whole milliseconds. */
export function checkDuration(value: unknown, path: string, { errors }: Findings): void {
  if (value === undefined) return;
  const ms = durationMs(text(value));
  if (!(ms >= 1)) errors.push(`${path}: duration must be at least 1ms`);
  else if (Math.abs(ms - Math.round(ms)) > 1e-9) errors.push(`${path}: only durations to ms precision are supported`);
}

/** Refuses an expression that proxies cannot run: they have no look-around and no back-references. */
export function checkRegex(value: string, path: string, { errors }: Findings): void {
  if (value.length > 1024) errors.push(`${path}: regex must be at most 1024 characters long`);
  else if (/\(\?(?:[=!]|<[=!])|\\[1-9]/.test(value)) errors.push(`${path}: look-around and back-references are not part of RE2: ${value}`);
  else if (!compiles(value)) errors.push(`${path}: the regex cannot be compiled: ${value}`);
}

function compiles(regex: string): boolean {
  try {
    return RegExp(regex.replace(/^\(\?[imsU]+\)/, '').replaceAll('(?P<', '(?<')) instanceof RegExp;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

export function checkPort(value: unknown, path: string, { errors }: Findings): void {
  if (value !== undefined && !(typeof value === 'number' && value >= 1 && value <= 65_535))
    errors.push(`${path}: port number ${scalarText(value)} must be in the range 1..65535`);
}

/** Refuses `exportTo` entries that are wrong, repeated, or contradict one another. */
export function checkExportTo(spec: unknown, namespace: string, findings: Findings): void {
  const entries = list(at(spec, 'exportTo')).map((entry) => (entry === '.' ? namespace : text(entry)));
  const repeated = entries.find((entry, index) => entries.indexOf(entry) !== index);
  if (repeated !== undefined) findings.errors.push(`exportTo: duplicate entry ${repeated}`);
  for (const entry of entries)
    if (entry !== '*' && entry !== '~' && !isDnsLabel(entry))
      findings.errors.push(`exportTo: "${entry}" is neither ".", "*" nor the name of a namespace`);
  if (entries.includes('*') && entries.length > 1) findings.errors.push('exportTo: "*" cannot be combined with other entries');
}

/** Refuses selectors with wildcards, and targets named in more than one way. */
export function checkSelection(spec: unknown, { errors, warnings }: Findings): void {
  const given = ['selector', 'targetRef', 'targetRefs'].filter((name) => at(spec, name) !== undefined);
  if (given.length > 1) errors.push(`only one of ${given.join(' and ')} can be set`);
  const selector = at(spec, 'selector');
  if (selector === undefined) return;
  const labels = Object.entries(record(at(selector, 'matchLabels')));
  if (labels.length === 0) warnings.push('selector is set without labels: it applies to the whole namespace');
  for (const [key, value] of labels) {
    if (key === '' || key.includes('*')) errors.push(`selector.matchLabels: "${key}" is not a label key`);
    if (text(value).includes('*')) errors.push(`selector.matchLabels.${key}: wildcards are not supported in label values`);
  }
}
