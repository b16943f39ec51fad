import './person-menu.css';
import { type Session, signOut, usePersona as changePersona } from '@vigla/contract/session';
import { Divider, Dropdown, DropdownGroup, DropdownItem, DropdownList, MenuToggle } from '@patternfly/react-core';
import { type ReactNode, useRef, useState } from 'react';
import { useSessionWrite } from '../data/index.ts';
import { type Preferences, usePreference } from '../preferences/index.ts';
import { problemSentence } from '../problem/index.ts';
import { languages, useWords, type WordKey } from '../words/index.ts';

export interface PersonMenuProps {
  readonly session: Session;
}

const themes = ['system', 'light', 'dark'] as const satisfies readonly Preferences['theme'][];
const tongues = ['system', ...Object.keys(languages).filter((key): key is keyof typeof languages => key in languages)] as const;

/** Who is looking and by which way they came; other personas in the demo; theme, language, way out. */
export function PersonMenu({ session }: PersonMenuProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const name = session.person?.username ?? t('session.nobody');
  return (
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
            variant="plainText"
            isExpanded={open}
            onClick={() => setOpen(!open)}
            aria-label={t('session.menu', { name })}
          >
            <span className="vigla-person">
              <span className="vigla-person__badge" aria-hidden="true" data-initials={initials(name)} />
              <span className="vigla-person__name">{shortName(name)}</span>
            </span>
          </MenuToggle>
        ),
      }}
    >
      <p className="vigla-person__who">
        <strong>{name}</strong>
        <br />
        {t(session.way === 'token' ? 'session.way.token' : 'session.way.local')}
        {session.readOnly && ` · ${t('session.read_only')}`}
      </p>
      <Personas session={session} />
      <Choices />
      {session.way === 'token' && <SignOut />}
    </Dropdown>
  );
}

function Personas({ session }: PersonMenuProps) {
  const t = useWords();
  // oxlint-disable-next-line react/hooks -- a row of the API whose name begins like a hook's
  const { send, error } = useSessionWrite(changePersona);
  if (session.personas.length === 0) return null;
  return (
    <>
      <Group label={t('session.personas')}>
        {session.personas.map(({ id, current }) => (
          <DropdownItem key={id} isSelected={current} onClick={() => void send({ body: { persona: id } }).catch(() => undefined)}>
            {id}
          </DropdownItem>
        ))}
      </Group>
      {error && (
        <p role="alert" className="vigla-person__who">
          {problemSentence(error, t).title}
        </p>
      )}
    </>
  );
}

function Choices() {
  const t = useWords();
  const [theme, setTheme] = usePreference('theme');
  const [language, setLanguage] = usePreference('language');
  return (
    <>
      <Group label={t('session.theme')}>
        {themes.map((each) => (
          <DropdownItem key={each} isSelected={each === theme} onClick={() => setTheme(each)}>
            {t(`session.theme.${each}` satisfies WordKey)}
          </DropdownItem>
        ))}
      </Group>
      <Group label={t('session.language')}>
        {tongues.map((each) => (
          <DropdownItem
            key={each}
            isSelected={each === language}
            onClick={() => setLanguage(each)}
            {...(each !== 'system' && { lang: each })}
          >
            {each === 'system' ? t('session.language.system') : languages[each]}
          </DropdownItem>
        ))}
      </Group>
    </>
  );
}

function SignOut() {
  const t = useWords();
  const { send } = useSessionWrite(signOut);
  return (
    <DropdownList>
      <DropdownItem onClick={() => void send({}).catch(() => undefined)}>{t('session.sign_out')}</DropdownItem>
    </DropdownList>
  );
}

const Group = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <>
    <DropdownGroup label={label} labelHeadingLevel="h2">
      <DropdownList>{children}</DropdownList>
    </DropdownGroup>
    <Divider />
  </>
);

/** `system:serviceaccount:demo:viewer` is told as its last part. */
const shortName = (name: string): string => name.split(':').at(-1) || name;

const initials = (name: string): string =>
  shortName(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part !== '')
    .slice(0, 2)
    .map((part) => part.charAt(0).toLocaleUpperCase())
    .join('') || '?';
