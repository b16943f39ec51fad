import '@patternfly/patternfly/patternfly.css';
import './host.css';
import { PluginStoreProvider } from '@openshift/dynamic-plugin-sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Console } from './console.tsx';
import { createStore, loadPlugins } from './plugin-store.ts';
import { startWords } from './words.ts';

const page = document.getElementById('app');
if (!page) throw new Error('The page has no #app.');

await startWords();
const store = await createStore();
createRoot(page).render(
  <StrictMode>
    <PluginStoreProvider store={store}>
      <BrowserRouter>
        <Console />
      </BrowserRouter>
    </PluginStoreProvider>
  </StrictMode>,
);
await loadPlugins(store);
