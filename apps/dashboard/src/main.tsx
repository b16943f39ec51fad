import { readPreference } from '@vigla/ui/preferences';
import { createWords, languageFor } from '@vigla/ui/words';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app.tsx';
import { words } from './host.ts';

const chosen = readPreference('language');
const i18n = await createWords(chosen === 'system' ? languageFor(navigator.languages) : chosen, words);
const root = document.getElementById('vigla');
if (!root) throw new Error('The page has no place for the dashboard: an element with the id "vigla".');

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <App />
    </I18nextProvider>
  </StrictMode>,
);
