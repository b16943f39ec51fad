import type { IncomingMessage } from 'node:http';
import { decodeProtobuf } from '../protobuf/messages.ts';
import { badRequest, StatusError, unsupportedMediaType } from '../status/status.ts';
import { readYaml } from './yaml.ts';

const limit = 3 * 1024 * 1024;
const deepest = 500;

/** Reads a request's body. Fails: 413 for one that is larger than a cluster takes. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new StatusError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The value a body says, by its content type. Fails: BadRequest with the reason, UnsupportedMediaType with what is taken. */
export function decodeBody(bytes: Buffer, contentType: string): unknown {
  if (contentType === 'application/vnd.kubernetes.protobuf') return decodeProtobuf(bytes);
  if (contentType === 'application/yaml' || contentType === 'application/apply-patch+yaml') return readYaml(shallow(bytes.toString()));
  if (contentType !== '' && contentType !== 'application/json' && !contentType.endsWith('+json')) {
    throw unsupportedMediaType(
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  }
  try {
    return JSON.parse(shallow(bytes.toString())) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest(`the body is not valid JSON: ${error.message}`);
    throw error;
  }
}

/** Refuses nesting so deep that walking through it would exhaust the stack. */
function shallow(source: string): string {
  let depth = 0;
  let quoted = false;
  for (let place = 0; place < source.length; place += 1) {
    const letter = source[place];
    if (quoted) {
      if (letter === '\\') place += 1;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') depth -= 1;
    if (depth > deepest) throw badRequest(`the body is nested deeper than ${deepest} levels`);
  }
  return source;
}
