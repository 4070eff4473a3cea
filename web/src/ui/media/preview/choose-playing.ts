/** More than this many moving pictures at once are a flicker, and cost what the page needs. */
const MOST_PLAYING = 2;

/**
 * Which previews play: the one under the pointer or the keyboard's focus, the one chosen, and where there is room the
 * one whose turn it is. Those out of sight stand still.
 */
export function choosePlaying(
  visible: readonly string[],
  wishes: { pointed: string | undefined; chosen: string | undefined; turn: number },
): string[] {
  const { pointed, chosen, turn } = wishes;
  const others = visible.filter((id) => id !== pointed && id !== chosen);
  const next = others.length > 0 ? others[turn % others.length] : undefined;
  const wanted = [pointed, chosen, next].filter((id): id is string => id !== undefined && visible.includes(id));
  return [...new Set(wanted)].slice(0, MOST_PLAYING);
}
