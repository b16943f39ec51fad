import './replay.css';
import { Button, ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { PauseIcon, PlayIcon, StepBackwardIcon, StepForwardIcon, TimesIcon } from '@patternfly/react-icons';
import { useFormat } from '../../format/index.ts';
import { useWords } from '../../words/index.ts';
import { speeds } from '../place/graph-place.ts';
import { frameAt } from './frames.ts';
import type { Player } from './use-replay.ts';

/** Play, pause, step and speed of a replay, and where it stands. Its slider is the handle of the rail beneath. */
export function ReplayBar({ player }: { readonly player: Player }) {
  const t = useWords();
  const f = useFormat();
  const { frames, replay, at, playing, waiting, toggle, step, setSpeed, close } = player;
  const frame = frameAt(at, frames);
  const play = t(playing ? 'time.replay.pause' : 'time.replay.play');
  return (
    <div className="vigla-replay" role="group" aria-label={t('time.replay.label')}>
      <Button
        variant="plain"
        icon={<StepBackwardIcon />}
        aria-label={t('time.replay.back')}
        title={t('time.replay.back')}
        isDisabled={frame === 0}
        onClick={() => step(-1)}
      />
      <Button variant="primary" icon={playing ? <PauseIcon /> : <PlayIcon />} title={t('time.replay.playKeys')} onClick={toggle}>
        {play}
      </Button>
      <Button
        variant="plain"
        icon={<StepForwardIcon />}
        aria-label={t('time.replay.forth')}
        title={t('time.replay.forth')}
        isDisabled={frame >= frames.count - 1}
        onClick={() => step(1)}
      />
      <span className="vigla-replay__where">
        <time className="vigla-replay__at" title={f.exact(at)}>
          {f.instant(at)}
        </time>
        <span className="vigla-replay__frame">
          {t('time.replay.frame', { frame: frame + 1, count: frames.count, step: f.span(frames.stepSeconds) })}
        </span>
        <span className="vigla-replay__frame" role="status">
          {waiting && t('time.replay.waiting')}
        </span>
      </span>
      <span className="vigla-replay__end">
        <span className="vigla-replay__frame">{f.window(replay.from, replay.to)}</span>
        <ToggleGroup isCompact aria-label={t('time.replay.speed')}>
          {speeds.map((speed) => (
            <ToggleGroupItem
              key={speed}
              text={t(`time.replay.speed.${speed}`)}
              buttonId={`replay-${speed}`}
              isSelected={replay.speed === speed}
              onChange={() => setSpeed(speed)}
            />
          ))}
        </ToggleGroup>
        <Button variant="plain" icon={<TimesIcon />} aria-label={t('time.replay.close')} title={t('time.replay.close')} onClick={close} />
      </span>
    </div>
  );
}
