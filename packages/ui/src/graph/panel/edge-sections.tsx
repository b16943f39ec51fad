import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import type { GraphEdge } from '@vigla/contract/graph';
import { useState } from 'react';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { EndingTable } from './ending-table.tsx';
import { Endings } from './endings.tsx';
import { mtlsText } from './mtls-text.ts';
import { PanelFacts, PanelSection } from './panel-frame.tsx';
import { Term } from './term.tsx';

const tabs = ['traffic', 'flags', 'hosts'] as const;

/** How the requests of a call ended: by who reported it, by flag, by requested host. */
export function EndingTabs({ edge }: { readonly edge: GraphEdge }) {
  const t = useWords();
  const [open, setOpen] = useState<(typeof tabs)[number]>('traffic');
  return (
    <Tabs
      isSubtab
      activeKey={open}
      aria-label={t('panel.ending.label')}
      onSelect={(_, key) => setOpen(tabs.find((tab) => tab === key) ?? 'traffic')}
    >
      <Tab eventKey="traffic" title={<TabTitleText>{t('panel.ending.codes')}</TabTitleText>}>
        {edge.endings.length > 0 ? <Endings edge={edge} /> : <p className="vigla-graph-subtle">{t('panel.ending.none')}</p>}
      </Tab>
      <Tab eventKey="flags" title={<TabTitleText>{t('panel.ending.flags')}</TabTitleText>}>
        <EndingTable edge={edge} by="flags" />
      </Tab>
      <Tab eventKey="hosts" title={<TabTitleText>{t('panel.ending.hosts')}</TabTitleText>}>
        <EndingTable edge={edge} by="hosts" />
      </Tab>
    </Tabs>
  );
}

/** How the caller saw its requests end, where that is not how the other side did. */
export function CallerSaw({ edge }: { readonly edge: GraphEdge }) {
  const t = useWords();
  if (edge.callerSaw.length === 0) return null;
  return (
    <PanelSection title={t('panel.callerSaw')}>
      <p className="vigla-graph-subtle">{t('panel.callerSaw.why')}</p>
      <Endings edge={edge} endings={edge.callerSaw} />
    </PanelSection>
  );
}

/** Response times of a call in the window; not of TCP, which has none. */
export function EdgeTimes({ edge: { traffic } }: { readonly edge: GraphEdge }) {
  const t = useWords();
  const f = useFormat();
  return (
    <PanelFacts
      rows={[
        ['average', <Term key="average" text={t('graph.time.average')} />, f.duration(traffic.averageMs)],
        ['p50', <Term key="p50" text={t('graph.time.p50')} meaning={t('graph.time.p50.what')} />, f.duration(traffic.p50Ms)],
        ['p95', <Term key="p95" text={t('graph.time.p95')} meaning={t('graph.time.p95.what')} />, f.duration(traffic.p95Ms)],
        ['p99', <Term key="p99" text={t('graph.time.p99')} meaning={t('graph.time.p99.what')} />, f.duration(traffic.p99Ms)],
      ]}
    />
  );
}

/** How a call is protected: how much of it is encrypted, and the identities of both ends. */
export function EdgeIdentity({ edge }: { readonly edge: GraphEdge }) {
  const t = useWords();
  const f = useFormat();
  return (
    <PanelSection title={t('graph.panel.identity')} aside={<Term text={mtlsText([edge], t, f)} meaning={t('graph.mtls.what')} />}>
      <Principals title={t('panel.principal.from')} principals={edge.sourcePrincipals} none={t('graph.panel.noCallerIdentity')} />
      <Principals title={t('panel.principal.to')} principals={edge.destinationPrincipals} none={t('panel.principal.none')} />
      {edge.hosts.length > 0 && <PanelFacts rows={[['hosts', t('graph.panel.hosts'), edge.hosts.join(', ')]]} />}
    </PanelSection>
  );
}

interface PrincipalsProps {
  readonly title: string;
  readonly principals: readonly string[];
  readonly none: string;
}

function Principals({ title, principals, none }: PrincipalsProps) {
  return (
    <>
      <p className="vigla-graph-subtle">{principals.length > 0 ? title : none}</p>
      {principals.map((principal) => (
        <code key={principal}>{principal}</code>
      ))}
    </>
  );
}
