import { Dropdown, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { SitemapIcon } from '@patternfly/react-icons';
import { useRef, useState } from 'react';
import { useWords } from '../../words/index.ts';
import { layouts } from '../place/graph-place.ts';
import type { ChoiceProps } from './choice-props.ts';

/** How nodes are laid out; beside the zoom. */
export function LayoutChoice({ place, onPlace }: ChoiceProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const label = t('display.layout.label', { value: t(`display.layout.${place.layout}`) });
  return (
    <div className="vigla-graph-controls">
      <Dropdown
        isOpen={open}
        onOpenChange={setOpen}
        onSelect={() => setOpen(false)}
        popperProps={{ direction: 'up', appendTo: 'inline' }}
        toggle={{
          toggleRef: toggle,
          toggleNode: (
            <MenuToggle
              ref={toggle}
              variant="plain"
              icon={<SitemapIcon />}
              aria-label={label}
              title={label}
              isExpanded={open}
              onClick={() => setOpen(!open)}
            />
          ),
        }}
      >
        <DropdownList>
          {layouts.map((layout) => (
            <DropdownItem
              key={layout}
              value={layout}
              isSelected={layout === place.layout}
              description={t(`display.layout.${layout}.what`)}
              onClick={() => onPlace({ ...place, layout, viewport: null })}
            >
              {t(`display.layout.${layout}`)}
            </DropdownItem>
          ))}
        </DropdownList>
      </Dropdown>
    </div>
  );
}
