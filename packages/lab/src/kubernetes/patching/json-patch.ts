import { at, equal, isRecord, text, withField } from '../json/json.ts';
import { badRequest, StatusError } from '../status/status.ts';

type Path = readonly string[];

/** Applies a JSON patch, all of it or nothing. Fails: BadRequest for a patch that cannot be read, Invalid (422) for one that does not fit. Source: RFC 6902. */
export function jsonPatch(target: unknown, patch: unknown): unknown {
  if (!Array.isArray(patch)) throw badRequest('a JSON patch is a list of operations');
  if (patch.length > 10_000) throw badRequest('a JSON patch may have at most 10000 operations');
  return patch.reduce((document: unknown, operation: unknown, index) => applied(document, operation, index), target);
}

function applied(document: unknown, operation: unknown, index: number): unknown {
  const path = pointer(at(operation, 'path'), index);
  switch (at(operation, 'op')) {
    case 'add':
      return put(document, path, valueOf(operation, index), 'add', index);
    case 'replace':
      find(document, path, index);
      return put(document, path, valueOf(operation, index), 'replace', index);
    case 'remove':
      find(document, path, index);
      return put(document, path, undefined, 'remove', index);
    case 'copy':
      return put(document, path, find(document, pointer(at(operation, 'from'), index), index), 'add', index);
    case 'move': {
      const from = pointer(at(operation, 'from'), index);
      const moved = find(document, from, index);
      return put(put(document, from, undefined, 'remove', index), path, moved, 'add', index);
    }
    case 'test':
      if (equal(find(document, path, index), valueOf(operation, index))) return document;
      throw unfit(index, `testing value ${written(path)} failed`);
    default:
      throw badRequest(`operation ${index} of the JSON patch: unknown op ${JSON.stringify(at(operation, 'op'))}`);
  }
}

function pointer(path: unknown, index: number): Path {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) {
    throw badRequest(`operation ${index} of the JSON patch: a path must be empty or start with "/"`);
  }
  return path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueOf(operation: unknown, index: number): unknown {
  const value = at(operation, 'value');
  if (value === undefined) throw badRequest(`operation ${index} of the JSON patch (${text(at(operation, 'op'))}) has no value`);
  return value;
}

function find(document: unknown, path: Path, index: number): unknown {
  const found = path.reduce<unknown>((here, step) => at(here, Array.isArray(here) ? position(step, here.length - 1) : step), document);
  if (found === undefined) throw unfit(index, `path ${written(path)} does not exist`);
  return found;
}

type Change = 'add' | 'replace' | 'remove';

function put(here: unknown, path: Path, value: unknown, change: Change, index: number): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(here)) return putInList(here, step, rest, { value, change, index });
  if (!isRecord(here)) throw unfit(index, `path ${written(path)} does not exist`);
  if (rest.length === 0) return withField(here, step, value);
  return withField(here, step, put(at(here, step), rest, value, change, index));
}

function putInList(
  here: readonly unknown[],
  step: string,
  rest: Path,
  { value, change, index }: { readonly value: unknown; readonly change: Change; readonly index: number },
): unknown {
  const adding = change === 'add' && rest.length === 0;
  const place = position(step, adding ? here.length : here.length - 1);
  if (place === -1) throw unfit(index, `"${step}" is not a place in a list of ${here.length}`);
  if (rest.length > 0) return here.toSpliced(place, 1, put(here[place], rest, value, change, index));
  if (change === 'remove') return here.toSpliced(place, 1);
  return here.toSpliced(place, adding ? 0 : 1, value);
}

/** The index a step names, -1 where there is no such place. `-` is the place after the last. */
function position(step: string, last: number): number {
  if (step === '-') return last;
  return /^(0|[1-9]\d*)$/.test(step) && Number(step) <= last ? Number(step) : -1;
}

const written = (path: Path): string => `/${path.join('/')}`;
const unfit = (index: number, why: string): StatusError =>
  new StatusError(
    422,
    'Invalid',
    `the server rejected our request due to an error in our request: operation ${index} of the JSON patch: ${why}`,
  );
