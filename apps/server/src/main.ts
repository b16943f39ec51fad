#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { helpText, mistakesText, readSettings, type Settings, version } from './config/index.ts';
import { keepHeapSmall } from './small-heap.ts';

/** Wrong settings, as programs usually say it. */
const wrongUse = 2;
/** What takes long, for people who wait for it. */
const opening = { demo: 'Starting the lab and the server', serve: 'Reading the cluster and starting the server' } as const;
/** How long open requests may take to end once we are asked to stop. */
const lastMs = 8000;

await main();

async function main(): Promise<void> {
  const wish = readSettings({ args: process.argv.slice(2), env: process.env, readFile: (path) => readFileSync(path, 'utf8') });
  if (!wish.ok) return giveUp(mistakesText(wish.problems), wrongUse);
  if (wish.value.kind === 'help') return void process.stdout.write(helpText());
  if (wish.value.kind === 'version') return void process.stdout.write(`${version}\n`);
  await run(wish.value.settings);
}

async function run(settings: Settings): Promise<void> {
  keepHeapSmall();
  const stopped = waitForStop();
  const slow = setTimeout(() => process.stderr.write(`  ${opening[settings.command]} …\n`), 1000);
  try {
    const { openServer } = await import('./open.ts');
    const server = await openServer(settings);
    clearTimeout(slow);
    process.stdout.write([`Vigla is open at ${server.url}`, ...server.notes].map((line) => `${line}\n`).join(''));
    await stopped;
    setTimeout(() => giveUp('Vigla was stopped before its last requests had ended.\n', 1), lastMs).unref();
    await server.close();
    process.exit(0);
  } catch (error) {
    giveUp(`Vigla cannot start. ${error instanceof Error ? error.message : String(error)}\n`, 1);
  }
}

/** Resolves at the first wish to stop. The second one does not wait for anything. */
function waitForStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(1);
        asked = true;
        resolve();
      });
    }
  });
}

function giveUp(text: string, code: number): void {
  process.stderr.write(text);
  process.exit(code);
}
