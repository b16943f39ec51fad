import type { Words } from '../../words/index.ts';

/** Envoy's response flags that have words of their own. Source: Envoy, access logging, %RESPONSE_FLAGS%. */
const knownFlags = [
  'DC',
  'DF',
  'DI',
  'DPE',
  'DR',
  'DT',
  'FI',
  'IH',
  'LH',
  'LR',
  'NC',
  'NFCF',
  'NR',
  'OM',
  'RL',
  'RLSE',
  'SI',
  'UAEX',
  'UC',
  'UF',
  'UH',
  'UMSDR',
  'UO',
  'UPE',
  'UR',
  'URX',
  'UT',
] as const;

/** What one of Envoy's response flags means, "refused because a connection limit was reached"; null where that is not known. */
export function flagMeaning(flag: string, t: Words): string | null {
  const known = knownFlags.find((one) => one === flag);
  return known ? t(`graph.flag.${known}`) : null;
}

/** What some flags mean together; undefined where none of them is known. */
export function flagMeanings(flags: readonly string[], t: Words): string | undefined {
  const meanings = flags.flatMap((flag) => flagMeaning(flag.trim(), t) ?? []);
  return meanings.length > 0 ? meanings.join(', ') : undefined;
}
