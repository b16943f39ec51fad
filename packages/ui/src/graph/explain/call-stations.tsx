import type { Explanation, Station, StationNote } from '@vigla/contract/explain';
import { rateNumber } from '../../format/index.ts';
import { useLanguage } from '../../words/index.ts';
import { PanelSection } from '../panel/panel-frame.tsx';
import type { ExplainVoice } from './voice.ts';

interface CallStationsProps {
  readonly explanation: Explanation;
  readonly voice: ExplainVoice;
}

/** The way of the calls, place by place, with what each counted; where calls are lost is marked by frame, ground and words. */
export function CallStations({ explanation: { stations }, voice }: CallStationsProps) {
  const { t } = voice;
  if (stations.length === 0) return null;
  return (
    <PanelSection title={t('explain.stations')} aside={t('explain.stations.unit')}>
      <ol className="vigla-explain-stations">
        {stations.map((station) => (
          <li key={station.role} className={station.loss ? 'vigla-explain-station vigla-explain-station--loss' : 'vigla-explain-station'}>
            <strong>{nameOf(station, voice)}</strong>
            <span className="vigla-graph-subtle">{station.note ? noteText(station.note, voice) : '\u00A0'}</span>
            <Act station={station} voice={voice} />
          </li>
        ))}
      </ol>
    </PanelSection>
  );
}

function Act({ station: { act, perSecond, loss }, voice: { t, f } }: { readonly station: Station; readonly voice: ExplainVoice }) {
  const language = useLanguage();
  const rate = perSecond === null ? f.rate(null) : rateNumber(perSecond, language);
  return (
    <span className="vigla-explain-station__act">
      {perSecond === null ? rate : t(`explain.act.${act}`, { rate })}
      {loss && <span className="vigla-graph-unseen"> {t('explain.station.lost')}</span>}
    </span>
  );
}

function nameOf({ role, end }: Station, { t, names }: ExplainVoice): string {
  if (role === 'caller_proxy') return t('explain.station.itsProxy');
  if (!end) return '';
  if (role === 'caller') return names.short(end);
  return role === 'callee' ? names.end(end) : t('explain.station.proxyOf', { name: end.version ?? names.short(end) });
}

function noteText(note: StationNote, { t, f }: ExplainVoice): string {
  switch (note.kind) {
    case 'pods':
      return note.ready === note.desired ? t('explain.note.pods', { count: note.ready }) : t('explain.note.podsReady', { ...note });
    case 'limit':
      return t('explain.note.limit', { connections: note.connections, waiting: note.waiting });
    case 'timeout':
      return t('explain.note.timeout', { time: f.duration(note.timeoutMs) });
    case 'answers':
      return t('explain.note.answers', { codes: note.codes });
    case 'no_proxy':
      return t('explain.note.no_proxy');
  }
}
