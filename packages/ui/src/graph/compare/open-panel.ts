import type { GraphPlace } from '../place/graph-place.ts';

/** Which panel stands beside the picture: what changed, or what is selected from close by, or why it is so. */
export function openPanel({ panel, selected }: GraphPlace, comparing: boolean): 'changes' | 'details' | null {
  if (panel === 'graph' || (panel === 'explain' && selected !== null)) return 'details';
  if (panel !== 'auto') return null;
  if (comparing) return 'changes';
  return selected === null ? null : 'details';
}
