/**
 * The fields that a JSON text says twice in one object, by their paths: `spec.host`, `spec.http[0].name`. JSON itself keeps the last of them.
 * Total: a text that is no JSON has those that were found before the mistake.
 */
export function duplicateFields(source: string): readonly string[] {
  const found = new Set<string>();
  const open: Level[] = [];
  for (const [token] of source.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g)) {
    const level = open.at(-1);
    if (token === '{' || token === '[') open.push({ isList: token === '[', keys: new Set(), key: '', place: 0, awaitsKey: token === '{' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && level) enterNext(level);
    else if (token.startsWith('"') && level?.awaitsKey) takeKey(level, token, open, found);
  }
  return [...found];
}

interface Level {
  readonly isList: boolean;
  readonly keys: Set<string>;
  key: string;
  place: number;
  awaitsKey: boolean;
}

function enterNext(level: Level): void {
  level.place += 1;
  level.awaitsKey = !level.isList;
}

function takeKey(level: Level, token: string, open: readonly Level[], found: Set<string>): void {
  level.awaitsKey = false;
  level.key = token.slice(1, -1);
  if (level.keys.has(level.key)) found.add(pathOf(open));
  level.keys.add(level.key);
}

const pathOf = (open: readonly Level[]): string =>
  open
    .map(({ isList, place, key }) => (isList ? `[${place}]` : `.${key}`))
    .join('')
    .replace(/^\./, '');
