import { SearchIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import { Notice } from './notice.tsx';

export interface EmptyNoticeProps {
  readonly title: string;
  readonly sign?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Takes the place of a view that surely has nothing to show, and offers a way on. */
export function EmptyNotice({ title, sign = <SearchIcon />, children, actions }: EmptyNoticeProps) {
  return (
    <Notice sign={sign} title={title} actions={actions}>
      {children}
    </Notice>
  );
}
