import { Pause, Play, Volume2, VolumeX } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AssetDetail } from '../../api/index.ts';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { useWords } from '../../app/words/index.ts';
import { IconButton, Mono } from '../../ui/index.ts';
import { SoundOutline, usePeaks } from './sound-outline.tsx';

const STEP_SECONDS = 1;

/** A sound as its outline: a press or the slider goes to a moment, space plays. */
export function SoundStage({ asset }: { asset: AssetDetail }) {
  const t = useWords();
  const audio = useRef<HTMLAudioElement>(null);
  const peaks = usePeaks(asset);
  const [seconds, setSeconds] = useState(0);
  const [isPlaying, setPlaying] = useState(false);
  const [isMuted, setMuted] = useState(false);
  const total = asset.durationSeconds ?? 0;
  useTicking(isPlaying, () => setSeconds(audio.current?.currentTime ?? 0));
  const toggle = () => (audio.current?.paused ? void audio.current.play() : audio.current?.pause());
  const seek = (to: number) => {
    const next = Math.min(total, Math.max(0, to));
    if (audio.current) audio.current.currentTime = next;
    setSeconds(next);
  };
  useHotkeys([
    { keys: 'space', label: t('player.play'), scope: 'screen', run: toggle },
    { keys: 'arrowleft', label: t('viewer.soundBack'), scope: 'screen', run: () => seek(seconds - STEP_SECONDS) },
    { keys: 'arrowright', label: t('viewer.soundOn'), scope: 'screen', run: () => seek(seconds + STEP_SECONDS) },
    { keys: 'm', label: t('player.mute'), scope: 'screen', run: () => setMuted(!isMuted) },
  ]);
  return (
    <div className="sound-stage tone-black" dir="ltr">
      <audio
        ref={audio}
        src={asset.url}
        muted={isMuted}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
      />
      <div className="sound-picture">
        {peaks.data ? <SoundOutline peaks={peaks.data} share={total > 0 ? seconds / total : 0} /> : null}
        {peaks.isError || !peaks.isEnabled ? <p className="stage-note">{t('viewer.noWaveform')}</p> : null}
        <input
          type="range"
          className="sound-seek"
          min={0}
          max={total}
          step={0.01}
          value={Math.min(seconds, total)}
          aria-label={t('player.position')}
          aria-valuetext={toClock(seconds)}
          onChange={(event) => seek(Number(event.target.value))}
        />
      </div>
      <div className="player-bar">
        <IconButton
          icon={isPlaying ? Pause : Play}
          label={t(isPlaying ? 'player.pause' : 'player.play')}
          onClick={toggle}
        />
        <span className="timecode">{toClock(seconds)}</span>
        <span className="grow" />
        <Mono>{toClock(total)}</Mono>
        <IconButton
          icon={isMuted ? VolumeX : Volume2}
          label={t('player.mute')}
          aria-pressed={isMuted}
          onClick={() => setMuted(!isMuted)}
        />
      </div>
    </div>
  );
}

function useTicking(isRunning: boolean, tick: () => void): void {
  const latest = useRef(tick);
  latest.current = tick;
  useEffect(() => {
    if (!isRunning) return;
    let frame = 0;
    const run = () => {
      latest.current();
      frame = requestAnimationFrame(run);
    };
    frame = requestAnimationFrame(run);
    return () => cancelAnimationFrame(frame);
  }, [isRunning]);
}

/** `1:07.2`, as people read the length of a sound. */
function toClock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`;
}
