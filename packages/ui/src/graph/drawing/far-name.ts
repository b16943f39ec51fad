import type { Plate } from './plate.ts';

/** A name as it is written to be read across a room. Units: px. */
export interface FarName {
  /** One or two lines; `strong` is the name, `soft` its version. */
  readonly lines: readonly { readonly strong: string; readonly soft: string }[];
  readonly size: number;
}

/** Line height, and the share of a plate's height that one line may take. */
const lineShare = { leading: 1.08, alone: 0.62, height: 0.9 } as const;

/**
 * The name of a plate as large as fits: on one line, or on two where that makes it larger. A version stays whole.
 * `widthAt1`: how wide a text is per px of its size. Total: what fits nowhere is as small as `smallest`, and cut by who draws it.
 */
export function farName(
  { name, version }: Pick<Plate, 'name' | 'version'>,
  room: { readonly width: number; readonly height: number; readonly smallest: number },
  widthAt1: (text: string) => number,
): FarName {
  const alone = [{ strong: name, soft: version === null ? '' : ` ${version}` }];
  const largest = (lines: FarName['lines'], share: number): number => {
    const widest = Math.max(...lines.map(({ strong, soft }) => widthAt1(strong + soft)));
    return Math.min(room.height * share, room.width / Math.max(widest, 1e-6));
  };
  const candidates: readonly FarName[] = [
    { lines: alone, size: largest(alone, lineShare.alone) },
    ...halves(name, version).map((lines) => ({ lines, size: largest(lines, lineShare.height / (2 * lineShare.leading)) })),
  ];
  // What is too wide even at the smallest size would be cut: of those, the least wide says most.
  const wholeAt = ({ lines }: FarName): number => Math.min(room.smallest, largest(lines, Number.POSITIVE_INFINITY));
  const best = candidates.reduce((a, b) => ((wholeAt(b) - wholeAt(a) || b.size - a.size) > 0 ? b : a));
  return { ...best, size: Math.max(room.smallest, best.size) };
}

/** Ways to write a name on two lines: its version below, or parted after a dash or a dot with the version at its end. */
function halves(name: string, version: string | null): readonly FarName['lines'][] {
  const below: readonly FarName['lines'][] =
    version === null
      ? []
      : [
          [
            { strong: name, soft: '' },
            { strong: '', soft: version },
          ],
        ];
  const parts = [...name.matchAll(/[-._/ ]+/g)].map(({ index, 0: mark }) => index + mark.length);
  const parted = parts
    .filter((at) => at > 0 && at < name.length)
    .map((at): FarName['lines'] => [
      { strong: name.slice(0, at).trimEnd(), soft: '' },
      { strong: name.slice(at), soft: version === null ? '' : ` ${version}` },
    ]);
  return [...below, ...parted];
}
