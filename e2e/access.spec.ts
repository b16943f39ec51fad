import type { Page } from '@playwright/test';
import { barriers } from './barriers.ts';
import { graphPage, rowsOf } from './graph-page.ts';
import { startVigla } from './process.ts';
import { expect, opened, test } from './world.ts';

test.setTimeout(900_000);
// What moves is no barrier that axe could find, and keeps the machine from looking.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** A state of a page: where it is, and what makes it and tells that it has come. `part`: only this is looked at, the rest being another state's. */
type State = readonly [name: string, path: string, reach: (page: Page) => Promise<unknown>, part?: string];

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const panelSays = (text: string) => (page: Page) => expect(graphPage(page).panel).toContainText(text);
const pictured = (page: Page) => expect(graphPage(page).summary).toBeAttached(opened);
const overlays = '[role="dialog"], [role="menu"]';
/** The graph beside it is looked at by itself. */
const ofPanel = '.vigla-graph-panel';

/** What opens over the graph when one presses a button, or several. */
const over = (name: string, ...presses: readonly (string | RegExp)[]): State => [
  name,
  '/graph',
  async (page) => {
    for (const one of presses) await button(page, one).first().click();
    await expect(page.locator(overlays).last()).toBeVisible();
  },
  '[role="dialog"], [role="menu"]',
];

const findHelp = (tab: string): State => [
  `help to find, ${tab}`,
  '/graph',
  async (page) => {
    await button(page, 'Filter').click();
    await button(page, 'Help for find and hide').click();
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('region', { name: tab })).toBeVisible();
  },
  '[role="dialog"]',
];

/** What opens over the graph at a key, with the focus on its first node. */
const atKey = (name: string, key: string, part: string): State => [
  name,
  '/graph',
  async (page) => {
    await graphPage(page).picture.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press(key);
    await expect(page.locator(part)).toBeVisible();
  },
  part,
];

const minutesAgo = (minutes: number): number => Math.floor(Date.now() / 1000) - minutes * 60;
const aCall = encodeURIComponent('bookinfo/productpage-v1>bookinfo/reviews-v1:http');

/** Every state that a healthy mesh shows. */
const states: readonly State[] = [
  ['the overview', '/overview', (page) => expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible()],
  ['the sources', '/mesh', (page) => expect(page.getByRole('region', { name: 'Sources' })).toContainText('Prometheus')],
  ['the editor', '/change?ns=bookinfo&service=reviews', (page) => expect(page.getByLabel('Percent to v1')).toBeVisible()],
  ['the graph', '/graph', pictured],
  over('what a node stands for', /^Group by/),
  over('what is shown', /^Show /),
  over('find and hide', 'Filter'),
  ...['Examples', 'Nodes', 'Edges', 'Operators', 'Notes'].map(findHelp),
  over('saved views', 'Saved views'),
  over('more links', 'More links'),
  over('what can be downloaded', 'Download'),
  over('with what to compare', 'Compare'),
  over('what to replay', 'Replay: choose what to play'),
  over('which layout', /^Layout: /),
  over('which namespaces', /^Namespaces: /),
  over('which time', /^Time: /),
  over('the sources in the masthead', /^Sources: /),
  over('the account', /^Account of/),
  over('the tour', 'Take the tour of the graph'),
  over('all symbols', 'Legend', 'All symbols'),
  atKey('the keys', '?', '[role="dialog"]'),
  atKey('the menu of a node', 'Shift+F10', '[role="menu"]'),
  ['the panel of a workload', '/graph?sel=bookinfo/reviews-v2', panelSays('reviews v2'), ofPanel],
  ['the panel of a namespace', '/graph?sel=namespace:bookinfo', panelSays('bookinfo'), ofPanel],
  ['the panel of a call', `/graph?sel=${aCall}`, panelSays('reviews v1'), ofPanel],
  [
    'a trace of a call',
    `/graph?sel=${aCall}`,
    async (page) => {
      await button(page, 'Traces, slowest').click();
      await graphPage(page).panel.getByRole('table').last().getByRole('button').first().click();
      await expect(page.getByRole('heading', { name: /^Trace / })).toBeVisible();
    },
    ofPanel,
  ],
  ['why', `/graph?sel=${aCall}&panel=explain`, panelSays('Evidence'), ofPanel],
  ['the panel of the graph', '/graph?panel=graph', (page) => expect(graphPage(page).panel).toBeVisible(), ofPanel],
  [
    'a replay',
    `/graph?play=${minutesAgo(6)}-${minutesAgo(1)}-slow&at=${minutesAgo(3)}`,
    (page) => expect(page.getByRole('group', { name: 'Replay' })).toBeVisible(),
  ],
  ['a part that is hidden', '/graph?hide=ratings&find=reviews', pictured],
  ['the table', '/graph?view=table', (page) => rowsOf(graphPage(page).table)],
  [
    'everything by place',
    '/graph?view=table',
    async (page) => {
      await page.getByText('Everything by place', { exact: true }).click();
      await expect(page.getByRole('treegrid', { name: 'Boxes, nodes and calls' })).toBeVisible();
    },
  ],
  ['nothing at all', '/graph?ns=default&at=1000000000', (page) => expect(page.getByRole('main')).toContainText(/No |not /)],
  ['a damaged link', '/graph?colour=red', (page) => expect(page.getByText('Not understood in this link')).toBeVisible()],
  [
    'a wait',
    '/graph?w=900',
    async (page) => {
      await page.route('**/api/v1/graph?*', () => new Promise(() => undefined));
      await page.reload();
      await expect(page.getByText(/^Asking Prometheus/)).toBeVisible();
    },
  ],
  [
    'the page of a workload',
    '/workloads/bookinfo/reviews-v2',
    (page) => expect(page.getByRole('table', { name: 'Callers' })).toBeVisible(),
  ],
  ['the page of a service', '/services/bookinfo/reviews', (page) => expect(page.getByRole('table', { name: 'Callers' })).toBeVisible()],
  ['a page of what was not seen', '/workloads/bookinfo/reviews-v9', (page) => expect(page.getByRole('main')).toContainText('was not seen')],
  [
    'a page of what may not be seen',
    '/applications/nowhere/x',
    (page) => expect(page.getByRole('main')).toContainText('not visible to you'),
  ],
  // From here on somebody else looks.
  [
    'what one may not see',
    '/graph?ns=clients',
    async (page) => {
      await button(page, /^Account of/).click();
      await page.getByRole('menuitem', { name: 'editor' }).click();
      await expect(page.getByRole('main')).toContainText('clients is not visible to you');
    },
  ],
];

/** What the shop shows whose calls fail since half an hour. */
const troubled: readonly State[] = [
  ['the overview', '/overview', (page) => expect(page.getByRole('button', { name: /^Explain: / }).first()).toBeVisible(opened)],
  ['the graph', '/graph', pictured],
  [
    'why a call fails',
    `/graph?sel=${encodeURIComponent('orders/checkout-v12>payments/payments-v2:http')}&panel=explain`,
    panelSays('Evidence'),
    ofPanel,
  ],
  [
    'why nothing is measured',
    '/graph?sel=billing/billing-batch',
    async (page) => {
      await button(page, 'Why?').first().click();
      await panelSays('Checked, in this order')(page);
    },
    ofPanel,
  ],
  [
    'what changed',
    `/graph?vs=${minutesAgo(60)}`,
    (page) => expect(page.getByRole('heading', { name: 'What changed' })).toBeVisible(opened),
  ],
  ['what changed, as a table', `/graph?vs=${minutesAgo(60)}&view=table`, (page) => rowsOf(page.getByRole('grid', { name: 'Differences' }))],
  [
    'before and now',
    `/graph?vs=${minutesAgo(60)}&view=sides`,
    (page) => expect(page.getByRole('img', { name: /^Before: / })).toBeVisible(),
  ],
];

async function closeAll(page: Page): Promise<void> {
  while ((await page.locator(overlays).count()) > 0) await page.keyboard.press('Escape');
}

async function lookAt(page: Page, all: readonly State[], shot: (name: string) => Promise<void>): Promise<void> {
  let here = '';
  for (const [name, path, reach, part] of all) {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    if (path === here) await closeAll(page);
    else await page.goto(path);
    here = path;
    await reach(page);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(page.locator('html')).toHaveClass(colorScheme === 'dark' ? /pf-v6-theme-dark/ : /^(?!.*pf-v6-theme-dark)/);
      expect
        .soft(await barriers(page, { part, at: colorScheme === 'light' ? 'everything' : 'colours' }), `${name}, ${colorScheme}`)
        .toEqual([]);
      await shot(`${colorScheme}-${name.replaceAll(' ', '-')}`);
    }
  }
}

test('nobody is kept out of any state of the page, light or dark', async ({ page, shot }) => {
  await lookAt(page, states, shot);
});

test.describe('of a mesh in trouble', () => {
  test.use({ baseURL: async ({ story }, use) => use((await story('connection-limit')).url) });

  test('nobody is kept out of any state that tells why and what changed, light or dark', async ({ page, shot }) => {
    await lookAt(page, troubled, shot);
  });
});

test('people of other machines sign in with a token of the cluster, without barriers, and out again', async ({ page, lab, shot }) => {
  const everywhere = ['serve', '--host', '0.0.0.0', '--port', '0', '--kubeconfig', lab.kubeconfig('admin'), '--prometheus', lab.prometheus];
  const server = await startVigla(everywhere);
  try {
    await page.goto(server.url);
    const token = page.getByLabel('Token of the cluster');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect(token).toBeVisible();
      expect.soft(await barriers(page), colorScheme).toEqual([]);
    }
    await shot('sign-in');
    await token.fill('not-a-token-of-this-cluster');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('The cluster does not accept this token');
    await token.fill(await lab.token('editor'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('button', { name: 'Account of editor' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Needs attention' })).toBeVisible();
    const cookies = await page.context().cookies();
    expect(cookies.filter(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict')).toHaveLength(cookies.length);
    expect(JSON.stringify(cookies)).not.toContain(await lab.token('editor'));
    await page.getByRole('button', { name: 'Account of editor' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(token).toBeVisible();
    expect((await page.request.get(`${server.url}/api/v1/graph`)).status()).toBe(401);
  } finally {
    await server.stop();
  }
});
