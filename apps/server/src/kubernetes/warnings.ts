const quoted = /\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g;

/** The texts of `Warning` headers (RFC 7234, 5.5), as admission and validation send them along with an accepted write. */
export function warningsOf(header: string | readonly string[] | undefined): readonly string[] {
  const lines = header === undefined ? [] : typeof header === 'string' ? [header] : header;
  return lines.flatMap((line) => [...line.matchAll(quoted)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')));
}
