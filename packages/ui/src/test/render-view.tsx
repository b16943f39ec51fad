import { configure, render, type RenderResult } from '@testing-library/react';
import { I18nextProvider } from 'react-i18next';
import type { ReactElement } from 'react';
import { DataProvider } from '../data/index.ts';
import { type Host, HostProvider } from '../host/index.ts';
import { createWords } from '../words/index.ts';
import { type Answers, recordingHost, type Sent } from './recording-host.ts';

/** A view on a page of its own, as some embedding would show it. */
export interface Rendered extends RenderResult {
  /** Every request the view made, oldest first. */
  readonly sent: readonly Sent[];
}

const words = await createWords('en', 'vigla');

// What a view will show, it shows: how soon depends on the machine, and a test must not.
configure({ asyncUtilTimeout: 15_000 });

/** Renders a view with a host that answers from a table; `changes` makes it another kind of host. */
export function renderView(view: ReactElement, answers: Answers = new Map(), changes: Partial<Host> = {}): Rendered {
  const { host, sent } = recordingHost(answers, changes);
  const rendered = render(
    <I18nextProvider i18n={words}>
      <HostProvider value={host}>
        <DataProvider>{view}</DataProvider>
      </HostProvider>
    </I18nextProvider>,
  );
  return { ...rendered, sent };
}
