import type {
  SceneDescription,
  Storyboard,
  StoryboardShot,
  Timeline,
  TimelineItem,
  Transition,
} from '@kinora/contract';

/** One shot in the order it is seen, whatever it was planned in. */
export type SegmentShot = {
  shotKey: string;
  scene: SceneDescription;
  /** Frames shown. */
  lengthFrames: number;
  /** Frame of the shot shown first; above 0 when its head was trimmed. */
  inFrame: number;
  /** Whole length of the shot before trimming. */
  shotLengthFrames: number;
  /** Change from the shot before, drawn over this shot's first frames while the one before goes on moving. */
  transitionIn?: Transition;
};

/** Shots of a storyboard in film order. */
export function shotsOfStoryboard(storyboard: Pick<Storyboard, 'scenes'>): SegmentShot[] {
  return storyboard.scenes.flatMap((scene) => scene.shots.map(toSegmentShot));
}

function toSegmentShot(shot: StoryboardShot): SegmentShot {
  const { kind, lengthFrames } = shot.transitionIn;
  const entry: SegmentShot = {
    shotKey: shot.key,
    scene: shot.scene,
    lengthFrames: shot.lengthFrames,
    inFrame: 0,
    shotLengthFrames: shot.lengthFrames,
  };
  if (kind !== 'cut' && lengthFrames > 0) entry.transitionIn = { kind, lengthFrames };
  return entry;
}

/** Shots of a timeline's first picture track. `shotOf` finds what an item shows; items it does not know are refused. */
export function shotsOfTimeline(
  timeline: Pick<Timeline, 'tracks'>,
  shotOf: (item: TimelineItem) => { shotKey: string; scene: SceneDescription; shotLengthFrames: number },
): SegmentShot[] {
  const track = timeline.tracks.find((entry) => entry.kind === 'video');
  const items = [...(track?.items ?? [])].sort((a, b) => a.startFrame - b.startFrame);
  return items.map((item) => ({
    ...shotOf(item),
    lengthFrames: item.lengthFrames,
    inFrame: item.source.inFrame,
    ...(item.transitionIn ? { transitionIn: item.transitionIn } : {}),
  }));
}
