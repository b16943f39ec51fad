import { readFile, writeFile } from 'node:fs/promises';
import { api, openApi } from '../packages/contract/src/api/index.ts';

/** `pnpm openapi`: writes docs/openapi.json anew from the rows of the contract. A test fails while the two differ. */
const { version } = JSON.parse(await readFile(new URL('../apps/server/package.json', import.meta.url), 'utf8')) as { version: string };
await writeFile(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(openApi(api, version), null, 2)}\n`);
