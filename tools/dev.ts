import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { binary, root } from './process.ts';

/**
 * `pnpm dev [arguments of the server]`: the server (restarted when a source changes) and the dashboard with hot reload.
 * The page's own address is the one Vite prints; it passes `/api` on to the server.
 */
const port = process.env['VIGLA_PORT'] ?? '20080';
const server = join(root, 'apps/server/src/main.ts');
const children = [
  spawn(process.execPath, ['--watch', server, '--port', port, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' }),
  spawn(binary('vite', join(root, 'apps/dashboard')), [], {
    cwd: join(root, 'apps/dashboard'),
    stdio: 'inherit',
    env: { ...process.env, VIGLA_SERVER: `http://127.0.0.1:${port}` },
  }),
];

const stop = (): void => children.forEach((child) => child.kill('SIGTERM'));
process.once('SIGINT', stop).once('SIGTERM', stop);
for (const child of children) child.once('exit', stop);
