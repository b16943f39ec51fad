import type { Drawing } from './drawing.ts';

type Named = Pick<Drawing, 'plates' | 'lines'>;

/** What the pointer is on, in words: a node by name and version, a call by both of its ends. Undefined over the ground. */
export function pointedName({ plates, lines }: Named, id: string | null): string | undefined {
  const nameOf = (plateId: string | undefined): string | undefined => {
    const plate = plates.find((one) => one.id === plateId);
    return plate && (plate.version === null ? plate.name : `${plate.name} ${plate.version}`);
  };
  const line = lines.find((one) => one.id === id);
  return line ? `${nameOf(line.from) ?? line.from} → ${nameOf(line.to) ?? line.to}` : nameOf(id ?? undefined);
}
