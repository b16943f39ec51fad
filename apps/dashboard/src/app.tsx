import { DataProvider } from '@vigla/ui/data';
import { HostProvider } from '@vigla/ui/host';
import { usePreference } from '@vigla/ui/preferences';
import { LoadingOutline, ProblemNotice, ViewBoundary } from '@vigla/ui/problem';
import { SignIn, useSession } from '@vigla/ui/session';
import { changeWords, languageFor, useWords } from '@vigla/ui/words';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter } from 'react-router';
import { dashboardHost, words } from './host.ts';
import { Brand, Shell } from './shell/index.ts';
import { useTheme } from './theme.ts';

/** The dashboard: a host, its data, and the shell for whoever is signed in. */
export function App() {
  const theme = useTheme();
  useChosenLanguage();
  const reader = useMemo(() => dashboardHost(theme, false), [theme]);
  return (
    <HostProvider value={reader}>
      <DataProvider>
        <ViewBoundary>
          <Door />
        </ViewBoundary>
      </DataProvider>
    </HostProvider>
  );
}

/** Lets known callers in, and shows the others how to become known. */
function Door() {
  const t = useWords();
  const theme = useTheme();
  const { data: session, error, refetch } = useSession();
  const canWrite = session?.readOnly === false;
  const host = useMemo(() => dashboardHost(theme, canWrite), [theme, canWrite]);
  if (!session) {
    return error ? <ProblemNotice error={error} onRetry={refetch} /> : <LoadingOutline what={t('shell.what')} asking={t('shell.asking')} />;
  }
  if (!session.person) return <SignIn session={session} brand={<Brand />} />;
  return (
    <HostProvider value={host}>
      {/* Another person gets a page of their own: nothing that the one before saw may stay on screen. */}
      <BrowserRouter key={session.person.username}>
        <Shell session={session} />
      </BrowserRouter>
    </HostProvider>
  );
}

function useChosenLanguage(): void {
  const { i18n } = useTranslation(words);
  const [chosen] = usePreference('language');
  const language = chosen === 'system' ? languageFor(navigator.languages) : chosen;
  useEffect(() => {
    document.documentElement.lang = language;
    if (i18n.language !== language) void changeWords(i18n, language, words);
  }, [i18n, language]);
}
