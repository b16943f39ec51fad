import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

interface Look {
  /** Only what this selector finds is looked at. */
  readonly part?: string | undefined;
  /** `colours`: only what may differ between themes. */
  readonly at?: 'everything' | 'colours';
}

/** What keeps somebody from using the page as it stands: by rule, with the elements concerned. */
export async function barriers(page: Page, { part, at = 'everything' }: Look = {}): Promise<readonly string[]> {
  // A colour on its way from one theme to the other is neither's.
  await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition) || one.playState !== 'running'));
  // What passes is of no interest, and telling of it takes longer than finding it.
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] });
  if (part !== undefined) axe.include(part);
  if (at === 'colours') axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`).join('\n')}`);
}
