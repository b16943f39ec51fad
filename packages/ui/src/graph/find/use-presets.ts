import { getStatus } from '@vigla/contract/mesh';
import { useMemo } from 'react';
import { useEndpoint } from '../../data/index.ts';
import { languageFor, useLanguage, useWords } from '../../words/index.ts';
import { type Field, type NamedPreset, presets } from './presets.ts';
import type { UsualSearch } from './usual-search.ts';

const useGiven = () => useEndpoint(getStatus, {}, { freshness: 'live' }).data?.presets;

/** What the fields offer: the administrator's presets where there are some, else ours. */
export function usePresets(): Readonly<Record<Field, readonly NamedPreset[]>> {
  const t = useWords();
  const language = useLanguage();
  const given = useGiven();
  return useMemo(() => {
    const offered = (field: Field): readonly NamedPreset[] =>
      given?.[field]?.map(({ name, expression }) => ({ name: name[languageFor([language])], text: expression })) ??
      presets[field].map(({ name, text }) => ({ name: t(`find.preset.${name}`), text }));
    return { find: offered('find'), hide: offered('hide') };
  }, [given, language, t]);
}

/** What an administrator has selected to be found and hidden from the start; null where nothing is, or it is not known yet. */
export function useUsualSearch(): UsualSearch | null {
  const given = useGiven();
  return useMemo(() => {
    const [find, hide] = [given?.find, given?.hide].map((some) => some?.find(({ selected }) => selected)?.expression ?? '');
    return find || hide ? { find: find ?? '', hide: hide ?? '' } : null;
  }, [given]);
}
