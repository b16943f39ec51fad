import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import settings from '../e2e/playwright.config.ts';

/** Starts the Chromium that journeys use, or says what is missing. */
export async function openBrowser(): Promise<Browser> {
  const { launchOptions } = settings.use ?? {};
  const path = launchOptions?.executablePath ?? chromium.executablePath();
  if (!existsSync(path)) throw new Error('there is no Chromium on this machine. Run "npm test" once, which brings one, then try again');
  return chromium.launch({ ...launchOptions });
}

/** A page of one size everywhere, with nothing in its cache. */
export async function freshPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'no-preference' });
  return context.newPage();
}
