import { expect, it } from 'vitest';
import { settingsPage } from './settings-page.ts';

it('docs/settings.md says what the server reads ("vitest run --project unit tools/settings-page.test.ts -u" writes it anew)', async () => {
  await expect(settingsPage()).toMatchFileSnapshot('../docs/settings.md');
});
