/**
 * An entry of a list in the mesh's settings: its scalars by name, however deep they stand. A name with
 * something below it has an empty text; of two with one name the first counts.
 */
export interface MeshItem {
  readonly text: string;
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * The entries of a top-level list in the mesh's settings, which are YAML; empty when it is not there, null when it is written
 * in a style that is not followed: only the block style that installers write is, and `[a, b]` for plain words.
 */
export function meshLists(mesh: string, key: string): readonly MeshItem[] | null {
  const lines = mesh.split('\n').filter((line) => !/^\s*(#.*)?$/.test(line));
  const start = lines.findIndex((line) => line.startsWith(`${key}:`));
  if (start < 0) return [];
  const inline = value(lines[start]?.slice(key.length + 1) ?? '');
  if (inline !== '') return readInline(inline);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[^\s-]/.test(line));
  const block = end < 0 ? rest : rest.slice(0, end);
  const indent = /^(\s*)- /.exec(block[0] ?? '')?.[1];
  if (indent === undefined) return block.length === 0 ? [] : null;
  const items: string[][] = [];
  for (const line of block) {
    if (line.startsWith(`${indent}- `)) items.push([line.slice(indent.length + 2)]);
    else items.at(-1)?.push(line);
  }
  return items.flat().some((line) => value(line).startsWith('{')) ? null : items.map(readItem);
}

function readInline(written: string): readonly MeshItem[] | null {
  const words = /^\[([\w.,\s"'-]*)\]$/.exec(written)?.[1];
  if (words === undefined) return null;
  return words
    .split(',')
    .map((word) => unquoted(word))
    .filter((word) => word !== '')
    .map((text) => ({ text, fields: new Map() }));
}

function readItem(lines: readonly string[]): MeshItem {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, written] = /^\s*(?:- )?"?([\w.-]+)"?:(?:\s+(.*))?$/.exec(line) ?? [];
    if (name !== undefined && !fields.has(name)) fields.set(name, unquoted(written ?? ''));
  }
  return { text: unquoted(lines[0] ?? ''), fields };
}

/** What stands behind a name, or the whole line without one. */
const value = (line: string): string => line.replace(/^\s*(?:- )?(?:"?[\w.-]+"?:)?/, '').trim();

const unquoted = (written: string): string =>
  written
    .replace(/\s+#.*$/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
