import { Tab, Tabs, TabTitleText } from '@patternfly/react-core';
import { OutlinedQuestionCircleIcon } from '@patternfly/react-icons';
import { operands, type Operand } from '@vigla/domain/find';
import { useState } from 'react';
import { DropPanel } from '../../parts/index.ts';
import { useWords, type WordKey } from '../../words/index.ts';

const examples = [
  ['errors > 1% and namespace = orders', 'find.help.example.where'],
  ['rt > 1 s or %httperr >= 5', 'find.help.example.or'],
  ['not (healthy or idle)', 'find.help.example.not'],
  ['payments', 'find.help.example.word'],
  ['mtls < 100 and rate > 0', 'find.help.example.mtls'],
  ['label:team = shop and !sidecar', 'find.help.example.label'],
  ['rank <= 2', 'find.help.example.rank'],
  ['rt = NaN', 'find.help.example.nan'],
] as const satisfies readonly (readonly [string, WordKey])[];

const operators = [
  ['=  !=', 'find.help.operator.equal'],
  ['>  >=  <  <=', 'find.help.operator.order'],
  ['contains  *=', 'find.help.operator.contains'],
  ['startswith  ^=', 'find.help.operator.startswith'],
  ['endswith  $=', 'find.help.operator.endswith'],
  ['!contains  !^=  not endswith', 'find.help.operator.negated'],
  ['and  or', 'find.help.operator.joints'],
  ['not  !', 'find.help.operator.not'],
  ['( )', 'find.help.operator.parentheses'],
] as const satisfies readonly (readonly [string, WordKey])[];

const notes = ['both', 'where', 'hide', 'missing', 'units', 'quotes', 'words', 'healthy'] as const;

const tabs = ['examples', 'nodes', 'edges', 'operators', 'notes'] as const;

/** The language of find and hide, in five tabs. */
export function FindHelp() {
  const t = useWords();
  return (
    <DropPanel label={t('find.help.open')} look="plain" side="end" toggle={<OutlinedQuestionCircleIcon />}>
      {() => <HelpTabs />}
    </DropPanel>
  );
}

function HelpTabs() {
  const t = useWords();
  const [tab, setTab] = useState<(typeof tabs)[number]>('examples');
  return (
    <Tabs
      activeKey={tab}
      onSelect={(_, key) => setTab(tabs.find((one) => one === key) ?? 'examples')}
      aria-label={t('find.help')}
      className="vigla-find-help"
    >
      {tabs.map((one) => (
        <Tab key={one} eventKey={one} title={<TabTitleText>{t(`find.help.${one}`)}</TabTitleText>}>
          <div className="vigla-find-help__body" role="region" aria-label={t(`find.help.${one}`)} tabIndex={0}>
            {one === tab && <HelpBody of={one} />}
          </div>
        </Tab>
      ))}
    </Tabs>
  );
}

function HelpBody({ of }: { readonly of: (typeof tabs)[number] }) {
  const t = useWords();
  switch (of) {
    case 'examples':
      return <Rows rows={examples.map(([code, key]) => [code, t(key)])} />;
    case 'operators':
      return <Rows rows={operators.map(([code, key]) => [code, t(key)])} />;
    case 'notes':
      return (
        <ul className="vigla-find-help__notes">
          {notes.map((note) => (
            <li key={note}>{t(`find.help.note.${note}`)}</li>
          ))}
        </ul>
      );
    default:
      return <OperandRows side={of === 'nodes' ? 'node' : 'edge'} />;
  }
}

function OperandRows({ side }: { readonly side: 'node' | 'edge' }) {
  const t = useWords();
  const shown = operands.filter((operand) => operand.side === side || operand.side === 'both');
  const label: readonly (readonly [string, string])[] = side === 'node' ? [['label:<name>', t('find.takes.label')]] : [];
  return (
    <Rows rows={[...shown.map((operand) => [[operand.name, ...operand.aliases].join(', '), takesText(operand)] as const), ...label]} />
  );

  function takesText({ takes }: Operand): string {
    if (takes.kind === 'choice') return takes.among.join(', ');
    return takes.kind === 'number' ? t(`find.takes.${takes.quantity}`) : t(`find.takes.${takes.kind}`);
  }
}

function Rows({ rows }: { readonly rows: readonly (readonly [code: string, meaning: string])[] }) {
  return (
    <dl className="vigla-find-help__rows">
      {rows.map(([code, meaning]) => (
        <div key={code}>
          <dt>
            <code>{code}</code>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
