import { type CSSProperties, type PointerEvent, useRef, useState } from 'react';

const prefersStill = matchMedia('(prefers-reduced-motion: reduce)');

/** A picture whose film runs under the pointer: where the pointer is, the film is. Still where motion is unwanted. */
export function HoverScrub({
  posterUrl,
  filmUrl,
  label,
  colour,
  ratio = '16/9',
}: {
  posterUrl: string | null;
  filmUrl: string | null;
  label: string;
  colour?: string | null;
  ratio?: string;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const [share, setShare] = useState<number>();
  const canScrub = filmUrl !== null && !prefersStill.matches;
  const onMove = (event: PointerEvent<HTMLElement>) => {
    if (!canScrub || event.pointerType === 'touch') return;
    const box = event.currentTarget.getBoundingClientRect();
    const next = Math.min(0.999, Math.max(0, (event.clientX - box.left) / box.width));
    setShare(next);
    const film = video.current;
    if (film && Number.isFinite(film.duration) && !film.seeking) film.currentTime = next * film.duration;
  };
  return (
    <span
      className="media"
      style={{ aspectRatio: ratio, backgroundColor: colour ?? undefined } as CSSProperties}
      onPointerMove={onMove}
      onPointerLeave={() => setShare(undefined)}
    >
      {posterUrl ? <img src={posterUrl} alt={label} loading="lazy" decoding="async" /> : null}
      {share !== undefined && filmUrl ? (
        <>
          <video ref={video} src={filmUrl} muted playsInline preload="auto" aria-hidden="true" tabIndex={-1} />
          <span className="scrub" dir="ltr" aria-hidden="true">
            <i style={{ inlineSize: `${share * 100}%` }} />
          </span>
        </>
      ) : null}
    </span>
  );
}
