import { useCallback, useEffect, useRef, useState } from 'react';

const DRIFT_FRAMES = 2;

export type Clock = ReturnType<typeof useClockedVideos>;

/** Several films of one length on one clock: the main one runs, the others are pulled to it when they drift. */
export function useClockedVideos(fps: number, totalFrames: number) {
  const videos = useRef(new Map<string, { video: HTMLVideoElement; isMain: boolean }>());
  const [isPlaying, setPlaying] = useState(false);
  const [frame, setFrame] = useState(0);
  const main = useCallback(() => {
    const all = [...videos.current.values()];
    return (all.find(({ isMain }) => isMain) ?? all[0])?.video;
  }, []);
  useEffect(() => {
    for (const { video } of videos.current.values()) {
      if (isPlaying) void video.play().catch(() => setPlaying(false));
      else video.pause();
    }
    if (!isPlaying) return;
    let request = requestAnimationFrame(function tick() {
      const lead = main();
      if (lead) {
        setFrame(Math.floor(lead.currentTime * fps));
        for (const { video } of videos.current.values()) {
          if (video !== lead && Math.abs(video.currentTime - lead.currentTime) > DRIFT_FRAMES / fps)
            video.currentTime = lead.currentTime;
        }
        if (lead.ended) setPlaying(false);
      }
      request = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(request);
  }, [isPlaying, fps, main]);
  const seek = (wanted: number) => {
    const next = Math.min(Math.max(0, wanted), Math.max(0, totalFrames - 1));
    setPlaying(false);
    setFrame(next);
    // The middle of a frame: its edge may show the one before.
    for (const { video } of videos.current.values()) video.currentTime = (next + 0.5) / fps;
  };
  return {
    isPlaying,
    frame,
    totalFrames,
    toggle: () => {
      if (!isPlaying && frame >= totalFrames - 1) seek(0);
      setPlaying(!isPlaying);
    },
    seek,
    step: (by: number) => seek(frame + by),
    attach: (id: string, video: HTMLVideoElement | null, isMain: boolean) => {
      if (video) videos.current.set(id, { video, isMain });
      else videos.current.delete(id);
    },
  };
}
