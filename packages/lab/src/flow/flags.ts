/** Response flags in the order proxies write them. */
const order = ['UH', 'UT', 'UF', 'UC', 'UO', 'NR', 'DI', 'FI', 'RL', 'DC', 'URX', 'NC'];

/** Joins response flags as proxies do; `-` for none. */
export const joinFlags = (...flags: readonly string[]): string => {
  const parts = new Set(flags.flatMap((flag) => flag.split(',')).filter((flag) => flag !== '' && flag !== '-'));
  return parts.size === 0 ? '-' : [...parts].sort((a, b) => order.indexOf(a) - order.indexOf(b)).join(',');
};
