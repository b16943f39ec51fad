import { thinSpace } from './number-format.ts';

/** A number with its unit, as quantities write it: `4.80 rps`, `< 0.01 rps`, `1.24k rps`. */
const withUnit = new RegExp(`^([<>]${thinSpace})?[\\d.,]+[kM]?${thinSpace}(\\S+)$`);

/** Two values of one quantity, `1.20 → 4.80 rps`: a unit that both share is written once. */
export function changeText(before: string, after: string): string {
  const [unit, other] = [withUnit.exec(before)?.[2], withUnit.exec(after)?.[2]];
  const first = unit !== undefined && unit === other ? before.slice(0, -(thinSpace.length + unit.length)) : before;
  return `${first} → ${after}`;
}
