import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

/** A stretch of film with its own source. Without a `url` its poster, or its words, stand for its length. */
export type Segment = {
  startFrame: number;
  lengthFrames: number;
  url: string | null;
  posterUrl: string | null;
  words?: string;
};

export function segmentAt(segments: readonly Segment[], frame: number): number {
  const index = segments.findIndex(({ startFrame, lengthFrames }) => frame < startFrame + lengthFrames);
  return index === -1 ? Math.max(0, segments.length - 1) : index;
}

/** The middle of a frame in seconds: seeking to its edge may show the one before. */
export function secondsOf(frame: number, startFrame: number, fps: number): number {
  return (frame - startFrame + 0.5) / fps;
}

/**
 * One clock over several sources. The video of the current segment drives it; the next one is loaded beside it so that
 * a cut has no gap; where there is no video, the wall clock drives it.
 */
export function useSequence(segments: Segment[], fps: number, start: { startsPlaying: boolean; startFrame: number }) {
  const totalFrames = segments.reduce((end, segment) => Math.max(end, segment.startFrame + segment.lengthFrames), 0);
  const [frame, setFrame] = useState(start.startFrame);
  const [speed, setSpeed] = useState(start.startsPlaying ? 1 : 0);
  const [isLooping, setLooping] = useState(false);
  const [isMuted, setMuted] = useState(false);
  const [needsPress, setNeedsPress] = useState(false);
  const videos = useRef(new Map<number, HTMLVideoElement>());
  const exact = useRef(start.startFrame);
  const current = segmentAt(segments, frame);
  const latest = useRef({ segments, totalFrames, isLooping });
  latest.current = { segments, totalFrames, isLooping };

  const show = useCallback(
    (next: number) => {
      const { segments: list, totalFrames: end } = latest.current;
      exact.current = Math.min(Math.max(0, next), Math.max(0, end - 1));
      const index = segmentAt(list, exact.current);
      const video = videos.current.get(index);
      if (video) video.currentTime = secondsOf(Math.round(exact.current), list[index]?.startFrame ?? 0, fps);
      setFrame(Math.round(exact.current));
    },
    [fps],
  );

  useEffect(() => {
    if (speed === 0) return;
    const playing = videos.current.get(current);
    for (const [index, video] of videos.current) if (index !== current) video.pause();
    const offset = segments[current]?.startFrame ?? 0;
    if (playing && speed > 0) {
      playing.playbackRate = speed;
      const wanted = (exact.current - offset) / fps;
      if (Math.abs(playing.currentTime - wanted) > 2 / fps) playing.currentTime = Math.max(0, wanted);
      playing.play().catch(() => {
        // The browser wants a press before sound: go on silently and say so.
        setMuted(true);
        setNeedsPress(true);
        playing.muted = true;
        void playing.play().catch(() => setSpeed(0));
      });
    }
    let before = performance.now();
    let request = requestAnimationFrame(function tick(now) {
      const elapsed = (now - before) / 1000;
      before = now;
      const isDriven = playing && speed > 0 && playing.readyState >= 2 && !playing.ended;
      exact.current = isDriven ? offset + playing.currentTime * fps : exact.current + elapsed * fps * speed;
      if (speed < 0 && playing && !playing.seeking)
        playing.currentTime = Math.max(0, secondsOf(exact.current, offset, fps));
      const { totalFrames: end, isLooping: loops } = latest.current;
      if (exact.current >= end - 0.5 || exact.current < 0) {
        if (loops && speed > 0) show(0);
        else setSpeed(0);
      }
      setFrame(Math.min(Math.max(0, Math.floor(exact.current)), Math.max(0, end - 1)));
      request = requestAnimationFrame(tick);
    });
    return () => {
      cancelAnimationFrame(request);
      playing?.pause();
    };
  }, [speed, current, fps, segments, show]);

  const mounted = useMemo(
    () => [current, current + 1].flatMap((index) => (segments[index] ? [{ index, segment: segments[index] }] : [])),
    [current, segments],
  );
  return {
    frame,
    totalFrames,
    current,
    mounted,
    isPlaying: speed !== 0,
    isLooping,
    isMuted,
    needsPress: needsPress && isMuted,
    attach: (index: number, video: HTMLVideoElement | null) => {
      if (video) videos.current.set(index, video);
      else videos.current.delete(index);
    },
    seek: (next: number) => {
      setSpeed(0);
      show(next);
    },
    step: (by: number) => {
      setSpeed(0);
      show(Math.round(exact.current) + by);
    },
    toggle: () => {
      if (speed === 0 && frame >= totalFrames - 1) show(0);
      setSpeed(speed === 0 ? 1 : 0);
    },
    pause: () => setSpeed(0),
    shuttle: (direction: 1 | -1) =>
      setSpeed((before) => (Math.sign(before) === direction ? Math.max(-4, Math.min(4, before * 2)) : direction)),
    toggleLoop: () => setLooping(!isLooping),
    toggleMute: () => {
      setMuted(!isMuted);
      setNeedsPress(false);
    },
  };
}
