/** Expressions that are asked again and again; their words are `find.preset.<name>`. */
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
