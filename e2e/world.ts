import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, type BrowserContextOptions, expect, type Page, test as base } from '@playwright/test';
import { type BehindGates, serveBehindGates } from './behind-gates.ts';
import { type Lab, startLab } from './lab.ts';
import { type Running, startVigla } from './process.ts';

export { expect } from '@playwright/test';

/** A mesh that has just begun reads hours of its past before it answers for the first time. */
export const opened = { timeout: 60_000 };

interface WorkerWorld {
  /** The demo that most journeys share: nobody changes its mesh. */
  readonly lab: Lab;
  /**
   * A demo with these arguments, for journeys that only look. It is kept for those that come next and ask for the same; one at
   * a time, to leave the machine some rest.
   */
  readonly demo: (...args: readonly string[]) => Promise<Running>;
  /** A demo in which this story was told. Kept like any other. */
  readonly story: (id: string) => Promise<Running>;
}

interface World {
  /** A demo of this journey's own, to be changed at will. */
  readonly ownLab: Lab;
  /** Servers in front of which every source has a door. They end with the journey. */
  readonly serveBehindGates: (options?: Parameters<typeof serveBehindGates>[1]) => Promise<BehindGates>;
  /** What the page of this journey has to complain of; null: of nothing. */
  readonly complaint: RegExp | null;
  /** A page in another browser profile, which knows nothing of the first one. It ends with the journey. */
  readonly elsewhere: (options?: BrowserContextOptions) => Promise<Page>;
  /** Keeps a picture of the page where JOURNEY_SHOTS names a folder. */
  readonly shot: (name: string, page?: Page) => Promise<void>;
}

/** Journeys begin here: a mesh, a page that must not break, and what else one may ask for. */
export const test = base.extend<World, WorkerWorld>({
  lab: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of what a fixture needs from its pattern
    async ({}, use) => {
      const lab = await startLab();
      await use(lab);
      await lab.stop();
    },
    { scope: 'worker' },
  ],
  demo: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      let kept: { readonly args: string; readonly running: Running } | null = null;
      await use(async (...args) => {
        if (kept?.args === args.join(' ')) return kept.running;
        await kept?.running.stop();
        kept = null;
        kept = { args: args.join(' '), running: await startVigla(['demo', ...args, '--port', '0']) };
        return kept.running;
      });
      await (kept as { readonly running: Running } | null)?.running.stop();
    },
    { scope: 'worker' },
  ],
  story: [async ({ demo }, use) => use((id) => demo('--story', id)), { scope: 'worker' }],
  baseURL: async ({ lab }, use) => use(lab.url),
  // oxlint-disable-next-line no-empty-pattern -- as above
  ownLab: async ({}, use) => {
    const lab = await startLab();
    await use(lab);
    await lab.stop();
  },
  serveBehindGates: async ({ lab }, use) => {
    const servers: BehindGates[] = [];
    await use(async (options) => {
      const server = await serveBehindGates(lab, options);
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
  elsewhere: async ({ browser }, use) => {
    const profiles: { readonly context: BrowserContext; readonly broken: readonly string[] }[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      profiles.push({ context, broken: troubleOf(context) });
      return context.newPage();
    });
    for (const { context, broken } of profiles) {
      await context.close();
      expect(broken, whatBroke).toEqual([]);
    }
  },
  shot: async ({ page: own }, use) => {
    await use(async (name, page = own) => {
      const folder = process.env['JOURNEY_SHOTS'];
      if (folder === undefined) return;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    });
  },
  complaint: [null, { option: true }],
  context: async ({ context, complaint }, use) => {
    const broken = troubleOf(context);
    await use(context);
    expect(
      broken.filter((text) => complaint === null || !complaint.test(text)),
      whatBroke,
    ).toEqual([]);
  },
});

const whatBroke = 'what broke in a page, or against its policy';

/** What Chromium says by itself of an answer that is no success: the page has its own words for that. */
const unanswered = /^Failed to load resource: /;

/** Gathers what no page of a browser profile may do: throw, complain, or try what its content policy forbids. */
function troubleOf(context: BrowserContext): readonly string[] {
  const broken: string[] = [];
  context.on('weberror', (event) => broken.push(String(event.error())));
  context.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy/i.test(text) || (message.type() === 'error' && !unanswered.test(text))) broken.push(text);
  });
  return broken;
}
