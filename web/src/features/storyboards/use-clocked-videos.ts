import { useCallback, useEffect, useRef, useState } from 'react';

const DRIFT_FRAMES = 2;

/** Several films of one length on one clock: the main one runs, the others are pulled to it when they drift. */
export function useClockedVideos(fps: number) {
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
  return {
    isPlaying,
    frame,
    toggle: () => setPlaying(!isPlaying),
    seek: (next: number) => {
      setPlaying(false);
      setFrame(next);
      for (const { video } of videos.current.values()) video.currentTime = (next + 0.5) / fps;
    },
    attach: (id: string, video: HTMLVideoElement | null, isMain: boolean) => {
      if (video) videos.current.set(id, { video, isMain });
      else videos.current.delete(id);
    },
  };
}
