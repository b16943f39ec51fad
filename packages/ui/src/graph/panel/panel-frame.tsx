import { Button, Title } from '@patternfly/react-core';
import { TimesIcon } from '@patternfly/react-icons';
import type { Health } from '@vigla/contract/health';
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';
import { ExplainButton, WhyButton } from '../explain/explain-button.tsx';
import { Sign } from '../../signs/index.ts';
import { useWords } from '../../words/index.ts';

interface PanelFrameProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly version?: string | null;
  readonly health: Health | null;
  /** In place of the plain word for the health. */
  readonly healthWord?: ReactNode;
  /** What is known in few words: namespace, pods, sidecar. */
  readonly facts: readonly string[];
  /** The way to its own page. */
  readonly page?: ReactNode;
  /** Whether a person opened it: then its heading takes the focus. */
  readonly takesFocus: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The frame of every side panel: what it is about, how that is doing, and the way out. */
export function PanelFrame({
  icon,
  title,
  version = null,
  health,
  healthWord,
  facts,
  page,
  takesFocus,
  onClose,
  children,
}: PanelFrameProps) {
  const t = useWords();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takesFocus && title) heading.current?.focus({ preventScroll: true });
  }, [takesFocus, title]);
  return (
    <div className="vigla-graph-panel__inner">
      <div className="vigla-graph-panel__head">
        <div className="vigla-graph-panel__title" ref={heading} tabIndex={-1}>
          <span className="vigla-graph-panel__icon">{icon}</span>
          <Title headingLevel="h2" size="lg">
            {title} {version && <span className="vigla-graph-subtle">{version}</span>}
          </Title>
        </div>
        <Button variant="plain" icon={<TimesIcon />} aria-label={t('graph.panel.close')} onClick={onClose} />
      </div>
      <div className="vigla-graph-panel__facts">
        {health && (
          <>
            <Sign kind={health} /> <strong>{healthWord ?? t(`graph.health.${health}`)}</strong>
          </>
        )}
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {page}
        {health !== null && !isIll(health) && <ExplainButton plain />}
      </div>
      {children}
    </div>
  );
}

/** How deep the headings of sections stand: below the title of a panel, or of a page. */
export const SectionHeading = createContext<'h2' | 'h3'>('h3');

interface PanelSectionProps {
  readonly title: string;
  /** A figure or fact at the right of the title. */
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}

/** One subject of a panel. */
export function PanelSection({ title, aside, children }: PanelSectionProps) {
  const heading = useContext(SectionHeading);
  return (
    <section className="vigla-graph-section">
      <div className="vigla-graph-section__head">
        {heading === 'h2' ? <h2>{title}</h2> : <h3>{title}</h3>}
        {aside && <span className="vigla-graph-subtle">{aside}</span>}
      </div>
      {children}
    </section>
  );
}

/** Why something is in trouble, above all else in its panel. */
export function PanelReason({ health, children }: { readonly health: Health; readonly children: ReactNode }) {
  return (
    <div className={`vigla-graph-reason vigla-graph-reason--${health}`}>
      {children}
      {isIll(health) ? <ExplainButton /> : <WhyButton />}
    </div>
  );
}

/** Whether something calls for attention. */
export const isIll = (health: Health): boolean => health === 'failing' || health === 'degraded' || health === 'not_ready';

/** Names and values, one pair a row. */
export function PanelFacts({ rows }: { readonly rows: readonly (readonly [key: string, name: ReactNode, value: ReactNode])[] }) {
  return (
    <dl className="vigla-graph-facts">
      {rows.map(([key, name, value]) => (
        <div key={key}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
