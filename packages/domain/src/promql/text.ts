/** Text as a PromQL string literal: whatever is in it, it stays text. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** A pattern that matches exactly these texts. Order and repetition of the texts do not matter. */
export const anyOf = (texts: readonly string[]): string => [...new Set(texts)].sort().map(literally).join('|');

/** A regular expression in which every character of the text stands for itself (RE2 and JavaScript alike). */
const literally = (text: string): string => text.replaceAll(/[\\.+*?()|[\]{}^$]/g, '\\$&');
