import { DataProvider } from '@vigla/ui/data';
import { HostProvider } from '@vigla/ui/host';
import { ViewBoundary } from '@vigla/ui/problem';
import { createWords, languageFor } from '@vigla/ui/words';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { wallHost, words } from './host.ts';
import { Wall } from './wall.tsx';

const i18n = await createWords(languageFor(navigator.languages), words);
const root = document.getElementById('wall');
if (!root) throw new Error('The page has no place for the wall: an element with the id "wall".');

createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <HostProvider value={wallHost}>
        <DataProvider>
          <ViewBoundary>
            <Wall />
          </ViewBoundary>
        </DataProvider>
      </HostProvider>
    </I18nextProvider>
  </StrictMode>,
);
