import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { EllipsisVIcon } from '@patternfly/react-icons';
import { useRef, useState } from 'react';
import { useLanguage, useWords } from '../../words/index.ts';
import { actionsFor, type Surroundings } from './element-actions.ts';
import { usePageOpener } from './use-page-opener.ts';

interface ElementKebabProps extends Pick<Surroundings, 'graph' | 'frames' | 'place' | 'onPlace' | 'onSelect' | 'onShiftTraffic'> {
  readonly id: string | null;
  /** Keys of actions that go without saying where it stands. */
  readonly without?: readonly string[];
}

/** What can be done with the element that a panel is about: the same as by the right button on the picture. */
export function ElementKebab({ id, without = ['details'], ...around }: ElementKebabProps) {
  const words = useWords();
  const language = useLanguage();
  const onOpenPage = usePageOpener(around.place);
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const offer =
    id === null
      ? null
      : actionsFor(id, { ...around, words, language, onOpenPage, onCopy: (text) => void navigator.clipboard.writeText(text) });
  if (!offer) return null;
  const label = words('display.menu.label', { name: offer.title });
  return (
    <div className="vigla-graph-panel__menu">
      <Dropdown
        isOpen={open}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        popperProps={{ position: 'end', appendTo: 'inline' }}
        toggle={{
          toggleRef: toggle,
          toggleNode: (
            <MenuToggle
              ref={toggle}
              variant="plain"
              icon={<EllipsisVIcon />}
              aria-label={label}
              isExpanded={open}
              onClick={() => setOpen(!open)}
            />
          ),
        }}
      >
        <DropdownList>
          {offer.actions
            .filter(({ key }) => !without.includes(key))
            .map(({ key, text, what, run }) => (
              <DropdownItem key={key} {...(what && { description: what })} onClick={run}>
                {text}
              </DropdownItem>
            ))}
        </DropdownList>
      </Dropdown>
    </div>
  );
}
