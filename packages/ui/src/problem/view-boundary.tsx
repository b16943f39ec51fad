import { Button } from '@patternfly/react-core';
import { Component, type ReactNode } from 'react';
import { Sign } from '../signs/index.ts';
import { useWords } from '../words/index.ts';
import { Notice } from './notice.tsx';

interface ViewBoundaryProps {
  readonly children: ReactNode;
}

interface Broken {
  readonly error: Error | null;
}

/** Keeps a bug in one view from taking its neighbours along. One around every view. */
export class ViewBoundary extends Component<ViewBoundaryProps, Broken> {
  override readonly state: Broken = { error: null };

  static getDerivedStateFromError(error: unknown): Broken {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? <BrokenNotice error={error} onRetry={() => this.setState({ error: null })} /> : this.props.children;
  }
}

function BrokenNotice({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const t = useWords();
  const retry = (
    <Button variant="secondary" onClick={onRetry}>
      {t('problem.try_again')}
    </Button>
  );
  return (
    <Notice failed sign={<Sign kind="failing" />} title={t('problem.boundary.title')} actions={retry}>
      {t('problem.boundary.text', { detail: error.message })}
    </Notice>
  );
}
