import { type CodeRef, type Extension, useExtensions, useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
import { Button, Spinner } from '@patternfly/react-core';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Routes } from 'react-router';

type Section = Extension<'console.navigation/section', { id: string; name?: string }>;
type Href = Extension<'console.navigation/href', { id: string; name: string; href: string; section?: string }>;
type Page = Extension<'console.page/route', { path: string | string[]; exact?: boolean; component: CodeRef<ComponentType> }>;

const isSection = (extension: Extension): extension is Section => extension.type === 'console.navigation/section';
const isHref = (extension: Extension): extension is Href => extension.type === 'console.navigation/href';
const isPage = (extension: Extension): extension is Page => extension.type === 'console.page/route';

/** The console around a plugin: masthead, navigation from extensions, and the plugin's pages. Enough of it to load a plugin for real. */
export function Console() {
  return (
    <div className="console-host">
      <header className="console-host__masthead">
        <strong>Console host</strong>
        <Button variant="secondary" onClick={() => document.documentElement.classList.toggle('pf-v6-theme-dark')}>
          Theme
        </Button>
      </header>
      <Navigation />
      <main className="console-host__page">
        <Pages />
      </main>
    </div>
  );
}

function Navigation() {
  const sections = useExtensions(isSection);
  const links = useExtensions(isHref);
  return (
    <nav className="console-host__navigation" aria-label="Console">
      <Link to="/">Home</Link>
      {sections.map(({ uid, properties }) => (
        <section key={uid} aria-label={properties.id}>
          <strong>
            <Words text={properties.name ?? properties.id} />
          </strong>
          {links
            .filter((link) => link.properties.section === properties.id)
            .map((link) => (
              <Link key={link.uid} to={link.properties.href}>
                <Words text={link.properties.name} />
              </Link>
            ))}
        </section>
      ))}
    </nav>
  );
}

/** `%plugin__x~Key%` is the console's way to name a plugin's words in an extension. */
function Words({ text }: { readonly text: string }) {
  const key = /^%(?<namespace>[^~]+)~(?<key>.+)%$/.exec(text)?.groups;
  const { t } = useTranslation(key?.['namespace'] ?? 'console');
  return <>{key ? t(key['key'] ?? '') : text}</>;
}

function Pages() {
  const [pages, resolved] = useResolvedExtensions(isPage);
  if (!resolved) return <Spinner aria-label="Loading plugins" />;
  const routes = pages.flatMap(({ uid, properties }) =>
    [properties.path]
      .flat()
      .map((path) => ({ key: `${uid}${path}`, path: properties.exact ? path : `${path}/*`, Page: properties.component })),
  );
  return (
    <Routes>
      {routes.map(({ key, path, Page }) => (
        <Route key={key} path={path} element={<Page />} />
      ))}
      <Route path="*" element={<p>Nothing here.</p>} />
    </Routes>
  );
}
