import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { binary, run } from './process.ts';

/** A real program that tests use where users have it: found on the machine, else installed, else its tests are skipped. */
interface Component {
  readonly name: string;
  readonly debianPackage: string;
  readonly found: () => boolean;
}

export interface MissingComponent {
  readonly name: string;
  readonly why: string;
  readonly remedy: string;
}

const onPath = (program: string): boolean => spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
const kubectl = (): boolean => spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).error === undefined;

const components: readonly Component[] = [
  { name: 'Chromium', debianPackage: 'chromium', found: () => onPath('chromium') || playwrightBrowser() },
  { name: 'Prometheus', debianPackage: 'prometheus', found: () => onPath('prometheus') && onPath('promtool') },
  { name: 'kubectl', debianPackage: 'kubernetes-client', found: kubectl },
];

/** Brings what is missing where that is possible without asking: apt as root, else Playwright's own browser. Names what is still missing. */
export async function provideComponents(say: (text: string) => void): Promise<readonly MissingComponent[]> {
  const lacking = components.filter(({ found }) => !found());
  if (lacking.length === 0) return [];
  const root = process.getuid?.() === 0;
  const apt = existsSync('/usr/bin/apt-get');
  if (root && apt)
    await installDebian(
      lacking.map(({ debianPackage }) => debianPackage),
      say,
    );
  else if (lacking.some(({ name }) => name === 'Chromium')) await installBrowser(say);
  return lacking
    .filter(({ found }) => !found())
    .map(({ name, debianPackage }) => ({ name, why: `${name} is not on this machine`, remedy: remedy(name, debianPackage, apt) }));
}

async function installDebian(packages: readonly string[], say: (text: string) => void): Promise<void> {
  say(`Installing ${packages.join(', ')} …`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', 'update', '-qq'], { env });
  const { code, output } = await run(
    'apt-get',
    ['-o', 'DPkg::Lock::Timeout=300', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    { env },
  );
  if (code !== 0) say(`apt-get could not install them:\n${output.trim().split('\n').slice(-8).join('\n')}`);
}

async function installBrowser(say: (text: string) => void): Promise<void> {
  say("Fetching Playwright's browser …");
  const { code, output } = await run(binary('playwright'), ['install', 'chromium-headless-shell']);
  if (code !== 0) say(`It could not be fetched:\n${output.trim().split('\n').slice(-5).join('\n')}`);
}

function playwrightBrowser(): boolean {
  const { stdout } = spawnSync(process.execPath, ['-e', "console.log(require('@playwright/test').chromium.executablePath())"], {
    encoding: 'utf8',
  });
  return existsSync(stdout.trim());
}

const remedy = (name: string, debianPackage: string, apt: boolean): string => {
  if (apt) return `sudo apt-get install -y --no-install-recommends ${debianPackage}`;
  return name === 'Chromium' ? 'npx playwright install chromium' : `install ${name} and put it on the PATH`;
};
