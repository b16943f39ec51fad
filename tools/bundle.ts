import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../apps/server/build.ts';
import { buildStale, faces } from './builds.ts';
import { root } from './process.ts';

/** `node tools/bundle.ts`: all that an image holds, each in its own dist folder: the faces, and the server as one bundle. */
const server = join(root, 'apps/server/dist');
await buildStale(faces, (text) => process.stderr.write(`  ${text}\n`));
rmSync(server, { recursive: true, force: true });
await bundle(server);
