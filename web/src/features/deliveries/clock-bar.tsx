import { Pause, Play, StepBack, StepForward } from 'lucide-react';
import { toTimecode, useWords } from '../../app/words/index.ts';
import { IconButton } from '../../ui/index.ts';
import type { Clock } from './use-clocked-videos.ts';

/** One clock for all films. Time runs from left to right in every language. */
export function ClockBar({ clock, fps }: { clock: Clock; fps: number }) {
  const t = useWords();
  return (
    <div className="deliver-clock" dir="ltr">
      <IconButton icon={StepBack} label={t('player.back')} onClick={() => clock.step(-1)} />
      <IconButton
        icon={clock.isPlaying ? Pause : Play}
        label={t(clock.isPlaying ? 'player.pause' : 'deliver.playAll')}
        onClick={clock.toggle}
      />
      <IconButton icon={StepForward} label={t('player.on')} onClick={() => clock.step(1)} />
      <span className="timecode">{toTimecode(clock.frame, fps)}</span>
      <input
        className="slider grow"
        type="range"
        min={0}
        max={Math.max(0, clock.totalFrames - 1)}
        value={clock.frame}
        aria-label={t('player.position')}
        aria-valuetext={toTimecode(clock.frame, fps)}
        onChange={(event) => clock.seek(Number(event.target.value))}
      />
      <span className="time text-3">{toTimecode(clock.totalFrames, fps)}</span>
    </div>
  );
}
