import type { AssetDetail } from '../../api/index.ts';
import { FilmPlayer } from '../../ui/media/film-player.tsx';
import { SoundOutline, usePeaks } from './sound-outline.tsx';

/** Files that the engine made carry no record of their streams; it writes this rate unless a film asks for another. */
const USUAL_RATE = 30;

/** A film by frames, with the outline of its sound below. */
export function FilmStage({ asset }: { asset: AssetDetail }) {
  const rate = rateOf(asset);
  const frames = asset.frames ?? Math.max(1, Math.round((asset.durationSeconds ?? 0) * rate));
  return (
    <div className="film-stage">
      <FilmPlayer
        key={asset.id}
        segments={[
          { startFrame: 0, lengthFrames: frames, url: asset.url, posterUrl: asset.thumbnailUrl, words: asset.name },
        ]}
        fps={rate}
        label={asset.name}
      />
      {asset.streams?.audio.length === 0 ? null : <FilmSound asset={asset} />}
    </div>
  );
}

function FilmSound({ asset }: { asset: AssetDetail }) {
  const { data: peaks } = usePeaks(asset);
  if (!peaks || Math.max(...peaks) === 0) return null;
  return (
    <div className="film-sound" dir="ltr">
      <SoundOutline peaks={peaks} />
    </div>
  );
}

/** Frames a second: as the file says, else what its frames and length give. */
function rateOf({ streams, frames, durationSeconds }: AssetDetail): number {
  if (streams?.video) return streams.video.framesPerSecond;
  return frames && durationSeconds ? Math.round((frames / durationSeconds) * 1000) / 1000 : USUAL_RATE;
}
