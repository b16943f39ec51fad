import { parseDocument } from 'yaml';
import { badRequest } from '../status/status.ts';

/** Reads YAML, of which JSON is a part, into what JSON can say. Fails: BadRequest with the place of the mistake, or for aliases that would blow up. */
export function readYaml(source: string): unknown {
  const document = parseDocument(source);
  const [mistake] = document.errors;
  if (mistake) throw badRequest(`error parsing YAML: ${mistake.message}`);
  try {
    return JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 })));
  } catch (error) {
    if (error instanceof ReferenceError) throw badRequest(`error parsing YAML: ${error.message}`);
    throw error;
  }
}
