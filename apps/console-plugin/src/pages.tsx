import './plugin.css';
import { DataProvider, useTicks } from '@vigla/ui/data';
import { HostProvider, nodeRoutes, useHost } from '@vigla/ui/host';
import { MeshView } from '@vigla/ui/mesh';
import { EmptyNotice, LoadingOutline, ProblemNotice, ViewBoundary } from '@vigla/ui/problem';
import { useSession } from '@vigla/ui/session';
import { useWords } from '@vigla/ui/words';
import { lazy, Suspense, useMemo } from 'react';
import { Navigate, Route, Routes, useNavigate } from 'react-router';
import { useConsoleTheme } from './console-theme.ts';
import { GraphPage } from './graph-page.tsx';
import { consoleHost } from './host.ts';

const ChangePage = lazy(() => import('./change-page.tsx'));
const NodePage = lazy(() => import('./node-page.tsx'));

/** All pages of the plugin, below the one route that the console gives it. Everything is mounted here, nothing in the console's root. */
export function MeshPages() {
  const theme = useConsoleTheme();
  const reader = useMemo(() => consoleHost(false, theme), [theme]);
  return (
    <div className="vigla-plugin">
      <HostProvider value={reader}>
        <DataProvider>
          <ViewBoundary>
            <Door />
          </ViewBoundary>
        </DataProvider>
      </HostProvider>
    </div>
  );
}

/** The console has signed the person in; what they may do is still the cluster's to say. */
function Door() {
  const t = useWords();
  const theme = useConsoleTheme();
  const { data: session, error, refetch } = useSession();
  const canWrite = session?.readOnly === false;
  const host = useMemo(() => consoleHost(canWrite, theme), [canWrite, theme]);
  if (!session)
    return error ? (
      <ProblemNotice error={error} onRetry={refetch} />
    ) : (
      <LoadingOutline what={t('plugin.section')} asking={t('shell.asking')} />
    );
  if (!session.person) return <EmptyNotice title={t('plugin.signed_out')}>{t('plugin.signed_out.text')}</EmptyNotice>;
  return (
    <HostProvider key={session.person.username} value={host}>
      <Pages />
    </HostProvider>
  );
}

function Pages() {
  useTicks();
  const host = useHost();
  const navigate = useNavigate();
  const within = useMemo(() => ({ ...host, open: (path: string) => void navigate(path) }), [host, navigate]);
  return (
    <HostProvider value={within}>
      <Suspense>
        <Routes>
          <Route path="graph" element={<GraphPage />} />
          {nodeRoutes.map(({ path, kind }) => (
            <Route key={path} path={path} element={<NodePage kind={kind} />} />
          ))}
          <Route path="sources" element={<MeshView />} />
          <Route path="change" element={<ChangePage />} />
          <Route path="*" element={<Navigate to="graph" replace />} />
        </Routes>
      </Suspense>
    </HostProvider>
  );
}
