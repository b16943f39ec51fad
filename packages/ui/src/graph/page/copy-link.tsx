import { Button, Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { AngleDownIcon, LinkIcon } from '@patternfly/react-icons';
import { useRef, useState } from 'react';
import { useWords } from '../../words/index.ts';
import type { ShareLinks } from '../share/share-links.ts';

/** Copies a link to this instant with one click; beside it, one that shows the present to whoever opens it. */
export function CopyLink({ links }: { readonly links: ShareLinks }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState<'not' | 'pinned' | 'live' | 'refused'>('not');
  const toggle = useRef<HTMLButtonElement>(null);
  const copy = (which: keyof ShareLinks): void =>
    void navigator.clipboard.writeText(links[which]()).then(
      () => setCopied(which),
      () => setCopied('refused'),
    );
  return (
    <span className="vigla-graph-copy">
      <Button
        variant="plain"
        icon={<LinkIcon />}
        aria-label={t('graph.copyLink')}
        title={t('graph.copyLink.what')}
        onClick={() => copy('pinned')}
      />
      <Dropdown
        isOpen={open}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        popperProps={{ position: 'end' }}
        toggle={{
          toggleRef: toggle,
          toggleNode: (
            <MenuToggle
              ref={toggle}
              variant="plain"
              isExpanded={open}
              icon={<AngleDownIcon />}
              aria-label={t('share.link.more')}
              className="vigla-graph-copy__more"
              onClick={() => setOpen(!open)}
            />
          ),
        }}
      >
        <DropdownList>
          <DropdownItem description={t('graph.copyLink.what')} onClick={() => copy('pinned')}>
            {t('graph.copyLink')}
          </DropdownItem>
          <DropdownItem description={t('share.link.live.what')} onClick={() => copy('live')}>
            {t('share.link.live')}
          </DropdownItem>
        </DropdownList>
      </Dropdown>
      <span role="status" className="vigla-graph-find__hint">
        {copied === 'pinned' && t('graph.copyLink.copied')}
        {copied === 'live' && t('share.link.live.copied')}
        {copied === 'refused' && t('graph.copyLink.refused')}
      </span>
    </span>
  );
}
