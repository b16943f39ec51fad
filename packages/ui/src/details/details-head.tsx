import type { GraphNode, TrafficGraph } from '@vigla/contract/graph';
import { Breadcrumb, BreadcrumbItem, Button, Title } from '@patternfly/react-core';
import { LockIcon, LockOpenIcon } from '@patternfly/react-icons';
import { useFormat } from '../format/index.ts';
import { type GraphPlace, writeGraphPlace } from '../graph/index.ts';
import { amountText, ElementKebab, HealthPopover, mtlsText, nodeTitle, ShiftAction, sumTraffic } from '../graph/node-parts.ts';
import { type NodePage, PlaceLink } from '../host/index.ts';
import { Sign } from '../signs/index.ts';
import { useLanguage, useWords } from '../words/index.ts';

interface DetailsHeadProps {
  readonly page: NodePage;
  readonly graph: TrafficGraph;
  readonly node: GraphNode;
  /** The graph that the page leads to. */
  readonly around: GraphPlace;
  readonly onGraph: (place: GraphPlace) => void;
  readonly onShiftTraffic: ((namespace: string, service: string) => void) | undefined;
}

/** What the page is about, how that is doing, one line of facts, and what can be done. */
export function DetailsHead({ page, graph, node, around, onGraph, onShiftTraffic }: DetailsHeadProps) {
  const t = useWords();
  const { name, version } = nodeTitle(node, graph.groupBy, { words: t, language: useLanguage() });
  const kind = t(`details.kind.${page.kind}`);
  return (
    <header className="vigla-details__head">
      <Breadcrumb aria-label={t('details.path')}>
        <BreadcrumbItem render={() => <ToGraph place={around}>{t('details.graph')}</ToGraph>} />
        <BreadcrumbItem render={() => <ToGraph place={{ ...around, namespaces: [page.namespace] }}>{page.namespace}</ToGraph>} />
        <BreadcrumbItem isActive>{kind}</BreadcrumbItem>
      </Breadcrumb>
      <div className="vigla-details__line">
        <abbr className="vigla-details__letter" title={kind}>
          {t(`details.letter.${page.kind}`)}
        </abbr>
        <Title headingLevel="h1" size="xl">
          {name}
          {version !== null && <span className="vigla-details__version"> {version}</span>}
        </Title>
        <span className="vigla-details__health">
          <Sign kind={node.health} /> <HealthPopover graph={graph} node={node} />
        </span>
        <Facts graph={graph} node={node} />
        <div className="vigla-details__actions">
          {onShiftTraffic && <ShiftAction node={node} onShiftTraffic={onShiftTraffic} />}
          <Button variant="secondary" onClick={() => onGraph({ ...around, selected: node.id })}>
            {t('details.show')}
          </Button>
          <ElementKebab
            id={node.id}
            graph={graph}
            frames={[]}
            place={around}
            onPlace={onGraph}
            onSelect={(id) => onGraph({ ...around, selected: id })}
            onShiftTraffic={undefined}
            without={['details', 'page', 'hide']}
          />
        </div>
      </div>
    </header>
  );
}

function ToGraph({ place, children }: { readonly place: GraphPlace; readonly children: string }) {
  return (
    <PlaceLink to={{ page: 'graph' }} search={writeGraphPlace(place).toString()} className="pf-v6-c-breadcrumb__link">
      {children}
    </PlaceLink>
  );
}

function Facts({ graph, node }: Pick<DetailsHeadProps, 'graph' | 'node'>) {
  const t = useWords();
  const f = useFormat();
  const speech = { words: t, language: useLanguage() };
  const inbound = graph.edges.filter(({ to }) => to === node.id);
  const calls = inbound.length > 0 ? inbound : graph.edges.filter(({ from }) => from === node.id);
  const plain = calls.some(({ mtlsRatio }) => mtlsRatio !== null && mtlsRatio < 1);
  const told = calls.some(({ mtlsRatio }) => mtlsRatio !== null);
  const received = amountText(sumTraffic(node.inbound), speech);
  const sent = amountText(sumTraffic(node.outbound), speech);
  const facts = [
    ...(node.cluster === null ? [] : [node.cluster]),
    ...(node.pods ? [t('graph.plate.podsReady', { ...node.pods })] : []),
    ...(node.inMesh === null ? [] : [t(node.inMesh ? 'graph.panel.inMesh' : 'graph.panel.noSidecar')]),
  ];
  const amount = received ?? (sent === null ? null : t('graph.plate.sent', { amount: sent }));
  return (
    <span className="vigla-details__facts">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {told && (
        <span>
          {plain ? <LockOpenIcon /> : <LockIcon />} {mtlsText(calls, t, f)}
        </span>
      )}
      {amount !== null && <span>{amount}</span>}
    </span>
  );
}
