/**
 * Compiles a value of a policy: exact, `prefix*`, `*suffix`, or `*` for whatever is not empty. A star elsewhere is a star.
 * Source: Istio reference, AuthorizationPolicy, rules: the four ways to match.
 */
export function compileText(wanted: string): (given: string) => boolean {
  if (wanted === '*') return (given) => given !== '';
  if (wanted.startsWith('*')) return (given) => given.endsWith(wanted.slice(1));
  return wanted.endsWith('*') ? (given) => given.startsWith(wanted.slice(0, -1)) : (given) => given === wanted;
}

/**
 * Compiles a value for a path, without query and fragment: as text, or as a template of whole segments, `{*}` for one and
 * `{**}` for the rest. Undefined for a template that proxies do not take.
 * Source: Istio reference, AuthorizationPolicy, Operation; Envoy's URI templates, where the rest must come last.
 */
export function compilePath(wanted: string): ((path: string) => boolean) | undefined {
  const fits = /\{\*\*?\}/.test(wanted) ? compileTemplate(wanted) : compileText(wanted);
  return fits && ((path) => fits(path.split(/[?#]/, 1)[0] ?? path));
}

function compileTemplate(wanted: string): ((path: string) => boolean) | undefined {
  const segments = wanted.split('/').map((segment) => segment.replace(/^\{(\*\*?)\}$/, '$1'));
  const valid = segments.every((segment, index) =>
    segment === '**' ? index === segments.length - 1 : segment === '*' || !/[*{}]/.test(segment),
  );
  if (!valid) return undefined;
  const rest = segments.at(-1) === '**';
  const fixed = rest ? segments.slice(0, -1) : segments;
  return (path) => {
    const given = path.split('/');
    const longEnough = rest ? given.length > fixed.length : given.length === fixed.length;
    return longEnough && fixed.every((segment, index) => (segment === '*' ? given[index] !== '' : given[index] === segment));
  };
}
