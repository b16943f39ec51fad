import { Modal, ModalBody, ModalHeader } from '@patternfly/react-core';
import { useLayoutEffect, useRef } from 'react';
import { type Theme, useHost } from '../../host/index.ts';
import { useWords } from '../../words/index.ts';
import { themeTokens } from '../symbols/theme-tokens.ts';
import { Symbols } from '../symbols/symbols.tsx';

/** All symbols of the graph, drawn by the graph itself: light beside dark. */
export function SymbolsDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords();
  return (
    <Modal isOpen onClose={onClose} aria-label={t('display.symbols.title')} className="vigla-symbols-dialog" width="min(1240px, 94vw)">
      <ModalHeader title={t('display.symbols.title')} description={t('display.symbols.what')} />
      <ModalBody tabIndex={0} aria-label={t('display.symbols.title')}>
        <div className="vigla-symbols-themes">
          <InTheme theme="light" />
          <InTheme theme="dark" />
        </div>
      </ModalBody>
    </Modal>
  );
}

/** The symbols in a theme, which may be the other one than the page's. */
function InTheme({ theme }: { readonly theme: Theme }) {
  const t = useWords();
  const { theme: ofPage } = useHost();
  const frame = useRef<HTMLDivElement>(null);
  // Before the symbols are painted, which happens after layout.
  useLayoutEffect(() => {
    if (theme !== ofPage)
      for (const [name, value] of themeTokens(theme, document.styleSheets)) frame.current?.style.setProperty(name, value);
  }, [theme, ofPage]);
  return (
    <div ref={frame} className={`vigla-symbols-theme vigla-symbols-theme--${theme}${theme === 'dark' ? ' pf-v6-theme-dark' : ''}`}>
      <h2>{t(`display.symbols.${theme}`)}</h2>
      <Symbols />
    </div>
  );
}
