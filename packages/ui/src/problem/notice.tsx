import './notice.css';
import { Title } from '@patternfly/react-core';
import type { ReactNode } from 'react';

interface NoticeProps {
  readonly sign: ReactNode;
  readonly failed?: boolean;
  readonly title: string;
  readonly children?: ReactNode;
  /** One main action first; more as links. */
  readonly actions?: ReactNode;
  readonly reference?: string | undefined;
}

/** The frame of every state that takes a view's place: sign, sentence, way on. */
export function Notice({ sign, failed = false, title, children, actions, reference }: NoticeProps) {
  return (
    <div className="vigla-notice" role={failed ? 'alert' : 'status'}>
      <span className={failed ? 'vigla-notice__sign vigla-notice__sign--failed' : 'vigla-notice__sign'} aria-hidden="true">
        {sign}
      </span>
      <div>
        <Title headingLevel="h2" size="md" className="vigla-notice__title">
          {title}
        </Title>
        {children && <div className="vigla-notice__text">{children}</div>}
        {(actions || reference) && (
          <div className="vigla-notice__actions">
            {actions}
            {reference && <span className="vigla-notice__reference">{reference}</span>}
          </div>
        )}
      </div>
    </div>
  );
}
