/** Expressions that are asked again and again, where no administrator offers others; their words are `find.preset.<name>`. */
export const presets = {
  find: [
    { name: 'slowCalls', text: 'rt > 1 s' },
    { name: 'unhealthy', text: '!healthy' },
    { name: 'unknown', text: 'node = unknown' },
    { name: 'topRank', text: 'rank <= 2' },
  ],
  hide: [
    { name: 'healthy', text: 'healthy' },
    { name: 'unknown', text: 'node = unknown' },
    { name: 'lowRank', text: 'rank > 2' },
  ],
} as const;

export type Field = keyof typeof presets;

/** One of them as the field offers it, named in the reader's language. */
export interface NamedPreset {
  readonly name: string;
  readonly text: string;
}
