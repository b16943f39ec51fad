import { matrix } from '../resources/matrix.ts';
import type { Resource } from '../resources/resource.ts';

/**
 * The Swagger 2 document in the only form that kubectl before 1.27 reads, protobuf. Those versions look in it for one thing: whether
 * the PATCH of a kind takes `dryRun`; without that they neither diff nor try. Source: openapi_v2.proto of gnostic, `Document`.
 */
export function swaggerDocument(): Buffer {
  const info = Buffer.concat([said(1, 'Vigla'), said(2, 'v1.33')]);
  const paths = matrix
    .filter(({ verbs }) => verbs.includes('patch'))
    .flatMap((row) =>
      row.versions.map((version) => part(2, Buffer.concat([said(1, pathOf(row, version)), part(2, part(8, patchOf(row, version)))]))),
    );
  return Buffer.concat([said(1, '2.0'), part(2, info), part(8, Buffer.concat(paths))]);
}

const pathOf = ({ group, plural, namespaced }: Resource, version: string): string =>
  `/${group ? `apis/${group}` : 'api'}/${version}/${namespaced ? 'namespaces/{namespace}/' : ''}${plural}/{name}`;

/** The operation PATCH of a kind: its query parameters, and which kind it is. */
function patchOf({ group, kind }: Resource, version: string): Buffer {
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) =>
    part(8, part(1, part(2, part(3, Buffer.concat([said(2, 'query'), said(4, name)]))))),
  );
  const kindOf = Buffer.concat([said(1, 'x-kubernetes-group-version-kind'), part(2, said(2, JSON.stringify({ group, version, kind })))]);
  return Buffer.concat([...parameters, part(13, kindOf)]);
}

/** A field that holds a message. */
const part = (field: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(content.length)]), content]);

/** A field that holds text. */
const said = (field: number, text: string): Buffer => part(field, Buffer.from(text));

const varint = (value: number): readonly number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];
