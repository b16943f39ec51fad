import { badRequest } from '../status/status.ts';

/** Text without its percent escapes. Fails: BadRequest for one that is no escape. */
export function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch (error) {
    if (error instanceof URIError) throw badRequest(`"${step}" contains an escape that cannot be read`);
    throw error;
  }
}
