import { Button, Checkbox, FormSelect, FormSelectOption } from '@patternfly/react-core';
import { type ReactNode, useId } from 'react';
import { useFormat } from '../../format/index.ts';
import { usePreference } from '../../preferences/index.ts';
import { type WordKey, useWords } from '../../words/index.ts';
import { mostDots } from '../drawing/dots.ts';
import { useUsualSearch } from '../find/use-presets.ts';
import { boxable, type GraphPlace, grpcRates, httpRates, showable, type Shown, tcpRates, times, ways } from '../place/graph-place.ts';
import type { ChoiceProps } from './choice-props.ts';
import { isUsualDisplay, withUsualDisplay } from './usual-display.ts';

interface ShowChoiceProps extends ChoiceProps {
  readonly dots: boolean;
  readonly onDots: (dots: boolean) => void;
  /** The mesh has proxies of the ambient mode, or several clusters: other meshes are not asked about them. */
  readonly has: { readonly ambient: boolean; readonly clusters: boolean };
}

const ambients = ['total', 'waypoint', 'ztunnel'] as const;
const travels = ['points', 'dashes', 'off'] as const;

/** What is told on the picture: labels, what is counted, which nodes and boxes there are, signs and motion. */
export function ShowChoice({ place, onPlace, dots, onDots, has }: ShowChoiceProps) {
  const t = useWords();
  const f = useFormat();
  const [travel, setTravel] = usePreference('travel');
  const check = (one: Shown): ReactNode => <ShownBox key={one} one={one} place={place} onPlace={onPlace} />;
  const choose = <K extends 'time' | 'throughput' | 'http' | 'grpc' | 'tcp' | 'ambient'>(
    field: K,
    options: readonly GraphPlace[K][],
  ): ReactNode => (
    <Select
      label={t(`display.choice.${field}`)}
      value={place[field]}
      options={options}
      word={(option) => t(optionWord(field, option))}
      onChoose={(value) => onPlace({ ...place, [field]: value })}
    />
  );
  return (
    <div className="vigla-graph-show">
      <Group name={t('display.group.labels')}>
        {check('rate')}
        {check('errors')}
        {check('share')}
        {check('time')}
        {place.show.includes('time') && choose('time', times)}
        {check('throughput')}
        {place.show.includes('throughput') && choose('throughput', ways)}
      </Group>
      <Group name={t('display.group.nodes')}>
        {(['idle', 'idleEdges', 'services', 'waypoints', 'operations', 'rank'] as const).map(check)}
      </Group>
      <div className="vigla-graph-show__column">
        <Group name={t('display.group.traffic')}>
          {choose('http', httpRates)}
          {choose('grpc', grpcRates)}
          {choose('tcp', tcpRates)}
          {(has.ambient || place.ambient !== 'total') && choose('ambient', ambients)}
          <p className="vigla-graph-show__hint">{t('display.group.traffic.what')}</p>
        </Group>
        <Group name={t('display.group.boxes')}>
          {boxable
            .filter((one) => one !== 'cluster' || has.clusters || place.boxes.includes('cluster'))
            .map((one) => (
              <Box
                key={one}
                label={t(`display.box.${one}`)}
                on={place.boxes.includes(one)}
                onTurn={(on) => onPlace({ ...place, boxes: turned(boxable, place.boxes, one, on) })}
              />
            ))}
          {place.layout !== 'layered' && <p className="vigla-graph-show__hint">{t('display.boxes.onlyLayered')}</p>}
        </Group>
        <Group name={t('display.group.signs')}>
          {check('badges')}
          {check('locks')}
        </Group>
        <Group name={t('display.group.motion')}>
          <Select
            label={t('display.choice.travel')}
            value={dots ? travel : 'off'}
            options={travels}
            word={(option) => t(`display.travel.${option}`)}
            onChoose={(value) => {
              onDots(value !== 'off');
              if (value !== 'off') setTravel(value);
            }}
          />
          <p className="vigla-graph-show__hint">{t('display.group.motion.what', { most: f.count(mostDots) })}</p>
        </Group>
      </div>
      <BackToUsual place={place} onPlace={onPlace} />
    </div>
  );
}

function BackToUsual({ place, onPlace }: ChoiceProps) {
  const t = useWords();
  const usual = useUsualSearch();
  return (
    <div className="vigla-graph-show__end">
      <Button variant="link" isInline isDisabled={isUsualDisplay(place, usual)} onClick={() => onPlace(withUsualDisplay(place, usual))}>
        {t('display.reset')}
      </Button>
      <span className="vigla-graph-show__hint">{t(usual === null ? 'display.reset.what' : 'display.reset.what.usual')}</span>
    </div>
  );
}

/** Options of one name that mean other things have words of their own. */
const optionWord = (field: 'time' | 'throughput' | 'http' | 'grpc' | 'tcp' | 'ambient', option: string): WordKey =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every option of every field has its word; a test walks through them
  `display.${field}.${option}` as WordKey;

const turned = <T,>(all: readonly T[], chosen: readonly T[], one: T, on: boolean): readonly T[] =>
  all.filter((each) => (each === one ? on : chosen.includes(each)));

function ShownBox({ one, place, onPlace }: ChoiceProps & { readonly one: Shown }) {
  const t = useWords();
  return (
    <Box
      label={t(`graph.show.${one}`)}
      what={t(`graph.show.${one}.what`)}
      on={place.show.includes(one)}
      onTurn={(on) => onPlace({ ...place, show: turned(showable, place.show, one, on) })}
    />
  );
}

interface BoxProps {
  readonly label: string;
  readonly what?: string;
  readonly on: boolean;
  readonly onTurn: (on: boolean) => void;
}

function Box({ label, what, on, onTurn }: BoxProps) {
  return (
    <Checkbox id={useId()} label={label} {...(what && { description: what })} isChecked={on} onChange={(_, checked) => onTurn(checked)} />
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly T[];
  readonly word: (option: T) => string;
  readonly onChoose: (value: T) => void;
}

function Select<T extends string>({ label, value, options, word, onChoose }: SelectProps<T>) {
  const id = useId();
  return (
    <div className="vigla-graph-show__select">
      <label htmlFor={id}>{label}</label>
      <FormSelect
        id={id}
        value={value}
        onChange={(_, given) => {
          const chosen = options.find((option) => option === given);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {options.map((option) => (
          <FormSelectOption key={option} value={option} label={word(option)} />
        ))}
      </FormSelect>
    </div>
  );
}

function Group({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <fieldset className="vigla-graph-show__group">
      <legend>{name}</legend>
      {children}
    </fieldset>
  );
}

/** What is shown, as one phrase. German nouns keep their capitals. */
export function shownText(show: readonly Shown[], language: string, word: (one: Shown) => string): string {
  const shown = show.filter((one) => one !== 'idle' && one !== 'idleEdges').slice(0, 3);
  if (shown.length === 0) return '—';
  return shown.map((one, i) => (i === 0 || language.startsWith('de') ? word(one) : word(one).toLocaleLowerCase(language))).join(', ');
}
