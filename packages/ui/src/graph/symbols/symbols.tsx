import { useEffect, useRef } from 'react';
import { useHost } from '../../host/index.ts';
import { useLanguage, useWords, type WordKey } from '../../words/index.ts';
import { GraphSignIcon } from '../signs/graph-sign.tsx';
import { badgeSigns, lockSigns } from '../signs/graph-signs.ts';
import { paintSample } from '../canvas/paint-sample.ts';
import { callSamples, changeSamples, healthSamples, kindSamples, type Sample } from './samples.ts';

const signs = [
  ['display.sign.traffic_source', badgeSigns.traffic_source],
  ['display.sign.workload_entry', badgeSigns.workload_entry],
  ['display.sign.virtual_service', badgeSigns.virtual_service],
  ['display.sign.request_routing', badgeSigns.request_routing],
  ['display.sign.traffic_shifting', badgeSigns.traffic_shifting],
  ['display.sign.tcp_traffic_shifting', badgeSigns.tcp_traffic_shifting],
  ['display.sign.circuit_breaker', badgeSigns.circuit_breaker],
  ['display.sign.fault', badgeSigns.fault],
  ['display.sign.mirror', badgeSigns.mirror],
  ['display.sign.retry', badgeSigns.retry],
  ['display.sign.timeout', badgeSigns.timeout],
  ['display.sign.scaled_down', badgeSigns.scaled_down],
  ['display.sign.lock.open', lockSigns.open],
  ['display.sign.lock.closed', lockSigns.closed],
  ['display.sign.lock.unknown', lockSigns.unknown],
] as const;

/** Every symbol of the picture with its meaning, in the colours around it. */
export function Symbols() {
  const t = useWords();
  return (
    <div className="vigla-graph vigla-symbols">
      <SampleList title="display.symbols.kinds" samples={kindSamples} />
      <SampleList title="display.symbols.health" samples={healthSamples} />
      <SampleList title="display.symbols.calls" samples={callSamples} />
      <SampleList title="display.symbols.changes" samples={changeSamples} />
      <section>
        <h3>{t('display.symbols.signs')}</h3>
        <ul className="vigla-symbols__signs">
          {signs.map(([word, sign]) => (
            <li key={word}>
              <GraphSignIcon sign={sign} /> {t(word)}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function SampleList({ title, samples }: { readonly title: WordKey; readonly samples: readonly Sample[] }) {
  const t = useWords();
  return (
    <section>
      <h3>{t(title)}</h3>
      <ul className="vigla-symbols__samples">
        {samples.map((sample) => (
          <li key={sample.word}>
            <SampleCanvas sample={sample} />
            <span>{t(sample.word)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SampleCanvas({ sample }: { readonly sample: Sample }) {
  const words = useWords();
  const language = useLanguage();
  const { theme } = useHost();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && theme) paintSample(canvas.current, sample, { words, language });
  }, [sample, words, language, theme]);
  return <canvas ref={canvas} aria-hidden="true" />;
}
