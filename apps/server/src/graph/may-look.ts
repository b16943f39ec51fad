import { AppError } from '../http/index.ts';
import type { Visibility } from '../sources/index.ts';

/**
 * Refuses somebody who may see none of what they ask for. Part of it is enough: the answer says which part it is of.
 * A namespace that is not there is refused like one that may not be seen, so that nobody learns names by asking.
 */
export function checkMayLook(asked: readonly string[], { all, namespaces }: Visibility): void {
  if (all || (asked.length === 0 ? namespaces.size > 0 : asked.some((name) => namespaces.has(name)))) return;
  const [first] = asked;
  const missing = { verb: 'get', group: '', resource: 'namespaces', namespace: first ?? null };
  if (first === undefined) throw new AppError('forbidden', 'You may not see any namespace of this cluster.', { missing });
  throw new AppError(
    'forbidden',
    asked.length === 1 ? `You may not see the namespace ${first}.` : 'You may see none of these namespaces.',
    { missing },
  );
}
