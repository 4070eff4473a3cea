import type { CameraMove, SceneKind, SceneSubject } from '@kinora/contract';

/** Moves that suit a kind, best first. Every scene draws each of these; others would fight its own movement. */
const SUITED: Readonly<Record<SceneKind, readonly CameraMove[]>> = {
  panels: ['reveal'],
  hero: ['push_in', 'orbit', 'sway', 'light_sweep', 'pull_out'],
  close: ['light_sweep', 'tilt', 'push_in', 'pan'],
  split: ['reveal'],
  macro: ['rack_focus', 'pan', 'tilt', 'push_in'],
  spotlight: ['spotlight'],
  price: ['sway'],
  end_card: ['push_in', 'light_sweep'],
  grid: ['reveal'],
  kinetic_words: ['reveal'],
  line_up: ['pan'],
  stop_motion: ['stepped'],
  studio_floor: ['orbit', 'push_in', 'light_sweep'],
  photo: ['pan', 'push_in', 'pull_out', 'light_sweep'],
  parallax: ['orbit', 'push_in', 'pan'],
  typographic: ['light_sweep', 'push_in', 'pan'],
  video: ['push_in', 'pull_out'],
  catwalk: ['push_in', 'pan'],
  turntable: ['orbit'],
  detail: ['rack_focus'],
  beam: ['spotlight', 'reveal', 'light_sweep'],
};

/** The suited move used least so far and not by the neighbour; photographs are travelled along their long side. */
export function chooseMove(
  kind: SceneKind,
  context: {
    subject: SceneSubject | undefined;
    isCloth: boolean;
    used: ReadonlyMap<CameraMove, number>;
    previous: CameraMove | undefined;
  },
): CameraMove {
  const suited = suitedMoves(kind, context.subject, context.isCloth);
  const cost = (move: CameraMove) =>
    (context.used.get(move) ?? 0) * 2 + (move === context.previous ? 3 : 0) + suited.indexOf(move) * 0.6;
  return suited.reduce((best, move) => (cost(move) < cost(best) ? move : best));
}

function suitedMoves(kind: SceneKind, subject: SceneSubject | undefined, isCloth: boolean): readonly CameraMove[] {
  if (kind === 'photo' && subject && subject.height > subject.width * 1.2) return ['tilt', ...SUITED.photo.slice(1)];
  // Standing things do not sway, and only cloth that hangs free moves in a breeze.
  if (kind === 'hero' && subject?.stands) return ['push_in', 'orbit', 'light_sweep', 'pull_out'];
  if (kind === 'hero' && isCloth) return ['breeze', 'push_in', 'light_sweep', 'pull_out'];
  return SUITED[kind];
}
