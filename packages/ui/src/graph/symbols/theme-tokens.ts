/** Custom properties by name. */
type Tokens = ReadonlyMap<string, string>;

const token = /^--pf-t--/;

/**
 * PatternFly's tokens of a theme, read from its style sheets: they are set on the page's root, so that a part of a page
 * in the other theme has to bring its own. Sheets of other origins cannot be read and are passed over.
 */
export function themeTokens(theme: 'light' | 'dark', sheets: Iterable<CSSStyleSheet>): Tokens {
  const tokens = new Map<string, string>();
  for (const rule of [...sheets].flatMap(rulesOf)) {
    if (!(rule instanceof CSSStyleRule) || !isOf(theme, rule.selectorText)) continue;
    for (const name of rule.style) if (token.test(name)) tokens.set(name, rule.style.getPropertyValue(name));
  }
  return tokens;
}

function rulesOf(sheet: CSSStyleSheet): readonly CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch (reason) {
    console.debug('A style sheet of another origin was passed over.', reason);
    return [];
  }
}

const isOf = (theme: 'light' | 'dark', selector: string): boolean => {
  const parts = selector.split(',').map((part) => part.trim());
  const plain = parts.some((part) => /^:(root|where\(:root\))$/.test(part));
  const dark = parts.some((part) => /^(:root|:where\(:root\))?:?(where\()?\.pf-v6-theme-dark\)?$/.test(part));
  return plain || (theme === 'dark' && dark);
};
