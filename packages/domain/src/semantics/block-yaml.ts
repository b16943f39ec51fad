import type { Tree } from './read.ts';

interface Line {
  readonly indent: number;
  readonly text: string;
}

/**
 * Reads the block style of YAML that installers write: maps, lists and scalars by indentation, short lists and maps
 * in brackets. Total: anchors, folded texts and whatever else it does not know reads as text or is left out.
 */
export function readBlockYaml(written: string): Tree {
  const lines = written
    .split('\n')
    .filter((line) => !/^\s*(#|$|---)/.test(line))
    .map((line): Line => ({ indent: line.length - line.trimStart().length, text: line.trim().replace(/\s+#.*$/, '') }));
  const read = new Reader(lines).block(0);
  return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {};
}

class Reader {
  private readonly lines: Line[];
  private at = 0;

  constructor(lines: readonly Line[]) {
    this.lines = [...lines];
  }

  /** Everything that is indented at least so far. */
  block(least: number): unknown {
    const first = this.lines[this.at];
    if (!first || first.indent < least) return null;
    return first.text.startsWith('- ') || first.text === '-' ? this.list(first.indent) : this.map(first.indent);
  }

  private map(indent: number): Tree {
    const map: Record<string, unknown> = {};
    for (let line = this.lines[this.at]; line?.indent === indent && !line.text.startsWith('- '); line = this.lines[this.at]) {
      const pair = /^("[^"]*"|'[^']*'|[^\s:][^:]*):(?:\s+(.*))?$/.exec(line.text);
      this.at += 1;
      if (!pair) continue;
      const value = pair[2] ?? '';
      map[unquoted(pair[1] ?? '')] = value === '' ? this.block(this.nested(indent)) : scalar(value);
    }
    this.skip(indent + 1);
    return map;
  }

  /** A list may stand as deep as the key it belongs to. */
  private nested(indent: number): number {
    const next = this.lines[this.at];
    return next?.indent === indent && next.text.startsWith('- ') ? indent : indent + 1;
  }

  private list(indent: number): readonly unknown[] {
    const items: unknown[] = [];
    for (let line = this.lines[this.at]; line?.indent === indent && /^-(\s|$)/.test(line.text); line = this.lines[this.at]) {
      const rest = line.text.slice(1).trimStart();
      if (rest !== '' && !/^[^\s:"'[{][^:]*:(\s|$)/.test(rest)) {
        this.at += 1;
        items.push(scalar(rest));
        continue;
      }
      if (rest === '') this.at += 1;
      else this.lines[this.at] = { indent: indent + line.text.length - rest.length, text: rest };
      items.push(this.block(indent + 1));
    }
    return items;
  }

  /** Leaves out what is indented deeper than anything that could be read. */
  private skip(least: number): void {
    while ((this.lines[this.at]?.indent ?? -1) >= least) this.at += 1;
  }
}

function scalar(written: string): unknown {
  if (/^\[.*\]$/.test(written)) return inside(written).map(scalar);
  if (/^\{.*\}$/.test(written)) {
    return Object.fromEntries(
      inside(written).map((pair) => [unquoted(pair.split(':', 1)[0] ?? ''), scalar(pair.slice(pair.indexOf(':') + 1).trim())]),
    );
  }
  if (/^(true|false)$/.test(written)) return written === 'true';
  if (/^-?\d+(\.\d+)?$/.test(written)) return Number(written);
  return /^(null|~)$/.test(written) ? null : unquoted(written);
}

const inside = (written: string): readonly string[] => {
  const bare = written.slice(1, -1).trim();
  return bare === '' ? [] : bare.split(',').map((part) => part.trim());
};

const unquoted = (written: string): string =>
  /^"(.*)"$|^'(.*)'$/
    .exec(written)
    ?.slice(1)
    .find((part) => part !== undefined) ?? written.trim();
