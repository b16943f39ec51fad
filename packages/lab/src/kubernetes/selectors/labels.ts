import { badRequest } from '../status/status.ts';

type Labels = Readonly<Record<string, string>> | undefined;
/** Whether an object's labels satisfy a selector. */
export type LabelTest = (labels: Labels) => boolean;

const key = String.raw`[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?`;
const value = String.raw`(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const forms = {
  exists: new RegExp(`^(!?)\\s*(${key})$`),
  equals: new RegExp(`^(${key})\\s*(==|=|!=)\\s*(${value})$`),
  within: new RegExp(`^(${key})\\s+(in|notin)\\s*\\(([^()]*)\\)$`),
  compares: new RegExp(`^(${key})\\s*([<>])\\s*(-?\\d+)$`),
};
const wholeValue = new RegExp(`^${value}$`);

/**
 * Reads a label selector: `app=x,version!=v1,tier in (a,b),!canary,weight>3`. An empty one fits everything.
 * Fails: BadRequest that quotes the part which cannot be read.
 */
export function parseLabelSelector(selector: string): LabelTest {
  const parts = splitOutsideParentheses(selector);
  const tests = parts.map((part) => requirement(part.trim(), selector));
  return (labels) => tests.every((test) => test(labels));
}

function requirement(part: string, selector: string): LabelTest {
  const exists = forms.exists.exec(part);
  if (exists) return (labels) => has(labels, exists[2]) === (exists[1] !== '!');
  const equals = forms.equals.exec(part);
  if (equals) return (labels) => (valueOf(labels, equals[1]) === equals[3]) === (equals[2] !== '!=');
  const within = forms.within.exec(part);
  if (within) return membership(within[1], within[2] === 'in', within[3] ?? '', selector);
  const compares = forms.compares.exec(part);
  if (compares) return (labels) => compare(valueOf(labels, compares[1]), compares[2] === '>', Number(compares[3]));
  throw unreadable(part, selector);
}

function membership(name: string | undefined, inside: boolean, words: string, selector: string): LabelTest {
  const values = words.split(',').map((word) => word.trim());
  const wrong = values.find((word) => !wholeValue.test(word));
  if (wrong !== undefined) throw unreadable(wrong, selector);
  return (labels) => {
    const own = valueOf(labels, name);
    return (own !== undefined && values.includes(own)) === inside;
  };
}

const compare = (own: string | undefined, greater: boolean, bound: number): boolean =>
  own !== undefined && /^-?\d+$/.test(own) && (greater ? Number(own) > bound : Number(own) < bound);

const has = (labels: Labels, name = ''): boolean => labels !== undefined && Object.hasOwn(labels, name);
const valueOf = (labels: Labels, name = ''): string | undefined => (has(labels, name) ? labels?.[name] : undefined);

const unreadable = (part: string, selector: string) =>
  badRequest(
    `unable to parse requirement "${part}" of label selector "${selector}": expected forms such as app=x, app!=x, app in (x,y), app notin (x), app, !app`,
  );

function splitOutsideParentheses(selector: string): readonly string[] {
  if (selector.trim() === '') return [];
  const parts = [''];
  let depth = 0;
  for (const letter of selector) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}
