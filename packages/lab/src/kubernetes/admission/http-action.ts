import { at, list, text } from '../json/json.ts';
import type { Findings } from './findings.ts';
import { checkDuration, checkRegex, durationMs } from './primitives.ts';

/** Checks what an HTTP rule does beside routing: redirects, answers of its own, rewrites, and who may ask from where. */
export function checkHttpAction(rule: unknown, path: string, findings: Findings): void {
  checkRedirect(at(rule, 'redirect'), `${path}.redirect`, findings);
  checkRewrite(at(rule, 'rewrite'), `${path}.rewrite`, findings);
  const status = at(rule, 'directResponse', 'status');
  if (typeof status === 'number' && (status < 200 || status > 599))
    findings.errors.push(`${path}.directResponse.status: HTTP status ${status} is not in the range 200..599`);
  checkCors(at(rule, 'corsPolicy'), `${path}.corsPolicy`, findings);
}

function checkRedirect(redirect: unknown, path: string, { errors }: Findings): void {
  if (redirect === undefined) return;
  const has = (name: string): boolean => at(redirect, name) !== undefined && at(redirect, name) !== '';
  if (!['uri', 'authority', 'scheme', 'port', 'derivePort', 'prefixRewrite'].some(has))
    errors.push(`${path}: redirect must specify URI, authority, scheme, or port`);
  if (has('uri') && has('prefixRewrite')) errors.push(`${path}: only one of uri and prefixRewrite can be set`);
  const code = at(redirect, 'redirectCode');
  if (typeof code === 'number' && code !== 0 && (code < 300 || code > 399))
    errors.push(`${path}: ${code} is not a valid redirect code, must be 3xx`);
}

function checkRewrite(rewrite: unknown, path: string, findings: Findings): void {
  if (rewrite === undefined) return;
  const [uri, authority, regex] = ['uri', 'authority', 'uriRegexRewrite'].map((name) => at(rewrite, name));
  if (!uri && !authority && regex === undefined) findings.errors.push(`${path}: rewrite must specify URI, UriRegexRewrite, or authority`);
  if (uri && regex !== undefined) findings.errors.push(`${path}: rewrite may only contain one of URI or UriRegexRewrite`);
  if (regex === undefined) return;
  const match = text(at(regex, 'match'));
  if (match === '') findings.errors.push(`${path}.uriRegexRewrite.match: required`);
  else checkRegex(match, `${path}.uriRegexRewrite.match`, findings);
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'CONNECT', 'TRACE', '*'];

function checkCors(cors: unknown, path: string, findings: Findings): void {
  if (cors === undefined) return;
  list(at(cors, 'allowOrigins')).forEach((origin, index) => {
    const regex = at(origin, 'regex');
    if (typeof regex === 'string') checkRegex(regex, `${path}.allowOrigins[${index}]`, findings);
  });
  for (const method of list(at(cors, 'allowMethods')).map(text))
    if (!methods.includes(method)) findings.errors.push(`${path}.allowMethods: "${method}" is not a supported HTTP method`);
  const maxAge = at(cors, 'maxAge');
  checkDuration(maxAge, `${path}.maxAge`, findings);
  if (maxAge !== undefined && durationMs(text(maxAge)) % 1000 !== 0)
    findings.errors.push(`${path}.maxAge: only whole seconds are supported`);
}
