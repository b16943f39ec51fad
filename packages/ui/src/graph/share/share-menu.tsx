import { Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { DownloadIcon } from '@patternfly/react-icons';
import { type RefObject, useRef, useState } from 'react';
import { useLanguage, useWords } from '../../words/index.ts';
import { contentOf, fileName, type FormatId, formats, type Pictured } from './formats.ts';
import { saveFile } from './save-file.ts';

interface ShareMenuProps {
  /** What is on the page now; null until something is. Read when a format is chosen. */
  readonly pictured: RefObject<Pictured | null>;
  /** Whether there is something to take along. */
  readonly ready: boolean;
}

const groups = ['picture', 'data', 'diagram'] as const;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keys of a literal
const ids = Object.keys(formats) as FormatId[];

/** Takes the graph along: as a picture, as data, or as a diagram for documents. */
export function ShareMenu({ pictured, ready }: ShareMenuProps) {
  const t = useWords();
  const language = useLanguage();
  const [open, setOpen] = useState(false);
  const [outcome, setOutcome] = useState<'saved' | 'failed' | null>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const save = async (format: FormatId): Promise<void> => {
    const page = toggle.current?.closest<HTMLElement>('.vigla-graph');
    if (!pictured.current || !page) return;
    try {
      const { graph } = pictured.current;
      const content = await contentOf(format, pictured.current, { words: t, language }, page);
      saveFile(content, fileName(format, graph), formats[format].type);
      setOutcome('saved');
    } catch (reason) {
      console.error('The graph could not be written as a file.', reason);
      setOutcome('failed');
    }
  };
  return (
    <>
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
              isDisabled={!ready}
              icon={<DownloadIcon />}
              aria-label={t('share.download')}
              title={t('share.download')}
              onClick={() => setOpen(!open)}
            />
          ),
        }}
      >
        {groups.map((group) => (
          <DropdownGroup key={group} label={t(`share.group.${group}`)}>
            <DropdownList>
              {ids
                .filter((id) => formats[id].group === group)
                .map((id) => (
                  <DropdownItem key={id} description={t(`share.format.${id}.what`)} onClick={() => void save(id)}>
                    {t(`share.format.${id}`)}
                  </DropdownItem>
                ))}
            </DropdownList>
          </DropdownGroup>
        ))}
      </Dropdown>
      <span role="status" className={outcome === 'failed' ? 'vigla-graph-find__hint' : 'vigla-graph-unseen'}>
        {outcome !== null && t(`share.${outcome}`)}
      </span>
    </>
  );
}
