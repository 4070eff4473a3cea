import { Captions, Pause, Play, Repeat, StepBack, StepForward, Volume2, VolumeX } from 'lucide-react';
import { useState } from 'react';
import { useHotkeys } from '../../app/hotkeys/index.ts';
import { toTimecode, useWords } from '../../app/words/index.ts';
import { IconButton } from '../button.tsx';
import './film-player.css';
import { type Segment, useSequence } from './use-sequence.ts';

/**
 * Plays a film by frames: one finished file, or the shots made so far with a still where one is missing. Space plays,
 * comma and full stop step one frame, J K L shuttle. Time runs from left to right in every language.
 */
export function FilmPlayer({
  segments,
  fps,
  captionsUrl,
  startsPlaying = false,
  startsCaptioned = false,
  startFrame = 0,
  label,
}: {
  segments: Segment[];
  fps: number;
  captionsUrl?: string | null;
  startsPlaying?: boolean;
  /** On from the start where a voice speaks; a film of words on screen would say everything twice. */
  startsCaptioned?: boolean;
  startFrame?: number;
  label: string;
}) {
  const t = useWords();
  const [hasCaptions, setCaptions] = useState(startsCaptioned);
  const player = useSequence(segments, fps, { startsPlaying, startFrame });
  const total = player.totalFrames;
  useHotkeys([
    { keys: 'space', label: t('player.play'), scope: 'screen', run: player.toggle },
    { keys: ',', label: t('player.back'), scope: 'screen', run: () => player.step(-1) },
    { keys: '.', label: t('player.on'), scope: 'screen', run: () => player.step(1) },
    { keys: 'arrowleft', label: t('player.back'), scope: 'screen', run: () => player.step(-1) },
    { keys: 'arrowright', label: t('player.on'), scope: 'screen', run: () => player.step(1) },
    { keys: 'j', label: t('player.reverse'), scope: 'screen', run: () => player.shuttle(-1) },
    { keys: 'k', label: t('player.pause'), scope: 'screen', run: player.pause },
    { keys: 'l', label: t('player.forward'), scope: 'screen', run: () => player.shuttle(1) },
    { keys: 'm', label: t('player.mute'), scope: 'screen', run: player.toggleMute },
  ]);
  return (
    <div className="player" dir="ltr">
      <div className="player-stage">
        {player.mounted.map(({ index, segment }) => (
          <div key={index} className={index === player.current ? 'player-layer player-layer-on' : 'player-layer'}>
            {segment.posterUrl ? (
              <img src={segment.posterUrl} alt="" />
            ) : (
              <p className="player-missing">{segment.words}</p>
            )}
            {segment.url ? (
              <video
                ref={(video) => player.attach(index, video)}
                src={segment.url}
                preload="auto"
                playsInline
                muted={player.isMuted}
                aria-label={label}
              >
                {captionsUrl && hasCaptions ? <track kind="captions" src={captionsUrl} default label="CC" /> : null}
              </video>
            ) : null}
          </div>
        ))}
        {player.needsPress ? <p className="player-hint">{t('player.pressForSound')}</p> : null}
      </div>
      <div className="player-bar">
        <IconButton
          icon={player.isPlaying ? Pause : Play}
          label={t(player.isPlaying ? 'player.pause' : 'player.play')}
          onClick={player.toggle}
        />
        <span className="timecode">{toTimecode(player.frame, fps)}</span>
        <input
          className="slider player-slider"
          type="range"
          min={0}
          max={Math.max(0, total - 1)}
          value={Math.min(player.frame, total - 1)}
          aria-label={t('player.position')}
          aria-valuetext={toTimecode(player.frame, fps)}
          onChange={(event) => player.seek(Number(event.target.value))}
        />
        <span className="time text-3">{toTimecode(total, fps)}</span>
        <IconButton icon={StepBack} label={t('player.back')} onClick={() => player.step(-1)} />
        <IconButton icon={StepForward} label={t('player.on')} onClick={() => player.step(1)} />
        <IconButton
          icon={Repeat}
          label={t('player.loop')}
          aria-pressed={player.isLooping}
          onClick={player.toggleLoop}
        />
        {captionsUrl ? (
          <IconButton
            icon={Captions}
            label={t('player.captions')}
            aria-pressed={hasCaptions}
            onClick={() => setCaptions(!hasCaptions)}
          />
        ) : null}
        <IconButton
          icon={player.isMuted ? VolumeX : Volume2}
          label={t('player.mute')}
          aria-pressed={player.isMuted}
          onClick={player.toggleMute}
        />
      </div>
    </div>
  );
}
