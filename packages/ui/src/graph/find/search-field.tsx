import { Button, TextInputGroup, TextInputGroupMain, TextInputGroupUtilities } from '@patternfly/react-core';
import { EyeSlashIcon, FilterIcon, TimesIcon } from '@patternfly/react-icons';
import type { TrafficGraph } from '@vigla/contract/graph';
import { longestExpression, parseFind } from '@vigla/domain/find';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useWords } from '../../words/index.ts';
import type { FieldOffer } from './offers.ts';
import type { Field, NamedPreset } from './presets.ts';
import { isUnfinished, problemText } from './problem-text.ts';
import { type FieldState, useField } from './use-field.ts';

interface SearchFieldProps {
  readonly field: Field;
  /** What an empty field offers first. */
  readonly presets: readonly NamedPreset[];
  readonly graph: Pick<TrafficGraph, 'nodes' | 'edges' | 'namespaces'>;
  readonly value: string;
  /** Help, beside the way to clear. */
  readonly help?: ReactNode;
  readonly onCommit: (text: string) => void;
}

const icons = { find: <FilterIcon />, hide: <EyeSlashIcon /> } as const;

/** A field for an expression: offers what could come next, and says where it cannot be understood. */
export function SearchField({ field, presets, graph, value, help, onCommit }: SearchFieldProps) {
  const t = useWords();
  const id = useId();
  const state = useField({ field, presets, graph, value, onCommit });
  const { draft, offers, active, isOpen } = state;
  const listed = isOpen && offers.length > 0;
  const problem = useProblem(draft, isOpen);
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- leaving the field anywhere ends the typing
    <div
      className={`vigla-find vigla-find--${field}`}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && state.leave()}
    >
      <TextInputGroup {...(problem && { validated: 'error' as const })}>
        <TextInputGroupMain
          icon={icons[field]}
          innerRef={state.input}
          aria-label={t(`find.${field}`)}
          placeholder={t(`find.${field}.example`)}
          value={draft}
          role="combobox"
          isExpanded={listed}
          aria-controls={`${id}-list`}
          {...(listed && active >= 0 && { 'aria-activedescendant': `${id}-${active}` })}
          inputProps={{
            autoComplete: 'off',
            spellCheck: false,
            maxLength: longestExpression,
            'aria-invalid': problem !== null,
            'aria-describedby': `${id}-problem`,
            onKeyDown: state.onKeyDown,
            onSelect: state.moveCursor,
            onMouseDown: state.open,
          }}
          onChange={(_, text) => state.type(text)}
        />
        <TextInputGroupUtilities>
          {draft !== '' && (
            <Button
              variant="plain"
              icon={<TimesIcon />}
              aria-label={t(`find.${field}.clear`)}
              onClick={() => {
                state.type('');
                onCommit('');
                state.input.current?.focus();
              }}
            />
          )}
          {help}
        </TextInputGroupUtilities>
      </TextInputGroup>
      <div className="vigla-find__drop">
        <p id={`${id}-problem`} role="status" className={problem ? 'vigla-find__problem' : 'vigla-graph-unseen'}>
          {problem && (
            <>
              <Marked text={draft} at={problem.at} length={problem.length} /> {problem.words}
            </>
          )}
        </p>
        <Offers id={id} state={state} shown={listed} label={t(`find.${field}.offers`)} />
      </div>
    </div>
  );
}

/** What is wrong and is said now: while somebody types, what is only unfinished is not. */
function useProblem(draft: string, isTyping: boolean) {
  const t = useWords();
  const parsed = parseFind(draft);
  if (parsed.kind !== 'wrong' || (isTyping && isUnfinished(parsed.problem, draft))) return null;
  return { at: parsed.problem.at, length: parsed.problem.length, words: problemText(parsed.problem, t) };
}

const before = 18;

/** The place of the problem within the expression, and what stands around it. */
function Marked({ text, at, length }: { readonly text: string; readonly at: number; readonly length: number }) {
  const from = Math.max(0, at - before);
  return (
    <code>
      {from > 0 && '…'}
      {text.slice(from, at)}
      <mark>{length === 0 ? ' ' : text.slice(at, at + length)}</mark>
      {text.slice(at + length, at + length + before)}
    </code>
  );
}

interface OffersProps {
  readonly id: string;
  readonly state: FieldState;
  readonly shown: boolean;
  readonly label: string;
}

function Offers({ id, state, shown, label }: OffersProps) {
  const list = useRef<HTMLUListElement>(null);
  const { offers, active } = state;
  useEffect(() => {
    list.current?.children.item(active)?.scrollIntoView?.({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={list} id={`${id}-list`} role="listbox" aria-label={label} className="vigla-find__offers" hidden={!shown}>
      {offers.map((offer, index) => (
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go to the field, which points at the offer
        <li
          key={offer.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => state.pick(offer)}
        >
          <OfferText offer={offer} />
        </li>
      ))}
    </ul>
  );
}

function OfferText({ offer }: { readonly offer: FieldOffer }) {
  const t = useWords();
  if (offer.kind === 'preset') {
    return (
      <>
        <span>{offer.name}</span>
        <code>{offer.text}</code>
      </>
    );
  }
  return (
    <>
      <code>{offer.word}</code>
      <span>{t(`find.offer.${offer.kind}`)}</span>
    </>
  );
}
