import type { Session } from '@vigla/contract/session';
import { useTicks } from '@vigla/ui/data';
import { type Host, HostProvider, nodeRoutes, useHost } from '@vigla/ui/host';
import { ViewBoundary } from '@vigla/ui/problem';
import { useWords } from '@vigla/ui/words';
import { Alert, AlertActionCloseButton, AlertGroup } from '@patternfly/react-core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { matchPath, Navigate, Route, Routes, useLocation, useNavigate, useParams } from 'react-router';
import { ChangePage, GraphPage, MeshPage, NodePage, OverviewPage, UnknownPage } from '../pages/index.ts';
import { Masthead } from './masthead.tsx';
import { Rail } from './rail.tsx';
import { useGraphPlace } from '../place/index.ts';

export interface ShellProps {
  readonly session: Session;
}

/** The frame around every page: masthead, rail, one surface, and a place for the outcome of one's own action. */
export function Shell({ session }: ShellProps) {
  const t = useWords();
  const { pathname, search } = useLocation();
  const inUrl = useGraphPlace();
  const onGraph = pathname === '/graph';
  const onOverview = pathname === '/overview';
  const onNode = nodeRoutes.some(({ path }) => matchPath(`/${path}`, pathname));
  const hasMoment = onGraph || onOverview || onNode;
  const host = useHostWithin();
  const graphPath = useLastGraph(onGraph, search);
  const [outcome, setOutcome] = useState<string | null>(null);
  useTicks();
  return (
    <>
      <a className="vigla-skip" href="#page">
        {t('shell.skip')}
      </a>
      <div className="vigla-frame">
        <Masthead session={session} inUrl={hasMoment ? inUrl : null} isOfAll={!onNode} />
        <Rail graphPath={graphPath} />
        <main id="page" className="vigla-page" tabIndex={-1}>
          {hasMoment && inUrl.ignored.length > 0 && (
            <p className="vigla-page__ignored">{t('shell.ignored', { parts: inUrl.ignored.join(', ') })}</p>
          )}
          <div className="vigla-page__content">
            <HostProvider value={host}>
              <Routes>
                <Route path="/" element={<Navigate to="/overview" replace />} />
                <Route path="/overview" element={<Page title={t('shell.overview')} view={<OverviewPage inUrl={inUrl} />} />} />
                <Route path="/graph" element={<Page title={t('shell.graph')} view={<GraphPage inUrl={inUrl} />} />} />
                {nodeRoutes.map(({ path, kind }) => (
                  <Route key={path} path={path} element={<OfNode view={<NodePage kind={kind} inUrl={inUrl} />} />} />
                ))}
                <Route path="/mesh" element={<Page title={t('shell.mesh')} view={<MeshPage />} />} />
                <Route
                  path="/change"
                  element={<Page title={t('shell.change')} view={<ChangePage graphPath={graphPath} onOutcome={setOutcome} />} />}
                />
                <Route path="*" element={<Page title={t('shell.unknown.title')} view={<UnknownPage path={pathname} />} />} />
              </Routes>
            </HostProvider>
          </div>
        </main>
      </div>
      <AlertGroup isToast isLiveRegion>
        {outcome && (
          <Alert
            variant="success"
            title={outcome}
            timeout={8000}
            onTimeout={() => setOutcome(null)}
            actionClose={<AlertActionCloseButton title={t('shell.close')} onClose={() => setOutcome(null)} />}
          />
        )}
      </AlertGroup>
    </>
  );
}

function Page({ title, view }: { readonly title: string; readonly view: ReactNode }) {
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Vigla`;
  }, [title]);
  return <ViewBoundary key={pathname}>{view}</ViewBoundary>;
}

/** A page is called as its node is. */
function OfNode({ view }: { readonly view: ReactNode }) {
  const { name = '' } = useParams();
  return <Page title={name} view={view} />;
}

/** What the dashboard lends, with the way to its own pages. */
function useHostWithin(): Host {
  const host = useHost();
  const navigate = useNavigate();
  return useMemo(() => ({ ...host, open: (path) => void navigate(path) }), [host, navigate]);
}

/** The graph as it was last looked at. */
function useLastGraph(onGraph: boolean, search: string): string {
  const [last, setLast] = useState('');
  if (onGraph && last !== search) setLast(search);
  return `/graph${last}`;
}
