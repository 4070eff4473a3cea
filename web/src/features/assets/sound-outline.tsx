import { useQuery } from '@tanstack/react-query';
import type { Asset } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { peaksOf, toOutline } from './peaks.ts';

const PARTS = 600;
/** The whole sound is decoded in the page, so a long one is left undrawn. */
const MOST_BYTES = 120_000_000;
const MOST_SECONDS = 1200;
const READ_RATE = 16_000;

/** Peaks of a file’s sound as the browser hears it; kept by content. */
export function usePeaks(asset: Pick<Asset, 'hash' | 'url' | 'sizeBytes' | 'durationSeconds'>) {
  const isReadable = asset.sizeBytes <= MOST_BYTES && (asset.durationSeconds ?? 0) <= MOST_SECONDS;
  return useQuery({
    queryKey: ['peaks', asset.hash],
    queryFn: () => readPeaks(asset.url),
    enabled: isReadable,
    retry: false,
    gcTime: 600_000,
  });
}

async function readPeaks(url: string): Promise<number[]> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  const context = new OfflineAudioContext(1, READ_RATE, READ_RATE);
  const sound = await context.decodeAudioData(await answer.arrayBuffer());
  return peaksOf(sound.getChannelData(0), PARTS);
}

/** The sound’s outline; a share of it is lit where it has been played. Time runs from left to right in every language. */
export function SoundOutline({ peaks, share = 0 }: { peaks: readonly number[]; share?: number }) {
  const t = useWords();
  const outline = toOutline(peaks);
  return (
    <svg
      className="sound-outline"
      viewBox={`0 0 ${peaks.length - 1} 2`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('viewer.waveform')}
    >
      <path d={outline} />
      <path d={outline} className="sound-played" style={{ clipPath: `inset(0 ${100 - share * 100}% 0 0)` }} />
    </svg>
  );
}
