import { useLanguage } from '../../app/words/index.ts';
import { FilmPreview } from '../../ui/media/preview/film-preview.tsx';
import { type PlanWish, useTemplatePlan } from './use-template-plan.ts';

/** A tile of the gallery is this wide at most. */
const WIDTH = 184;
const LOOP_SECONDS = 10;

/** How a template moves, from the person's own product: its shots but the last card, over and over. */
export function TemplateLoop({
  wish,
  isSeen,
  isPlaying,
  onLooped,
}: {
  wish: Omit<PlanWish, 'seconds' | 'language'>;
  isSeen: boolean;
  isPlaying: boolean;
  onLooped: () => void;
}) {
  const language = useLanguage();
  const { film } = useTemplatePlan(
    { ...wish, seconds: LOOP_SECONDS, language },
    { ratio: '4:5', isWanted: isSeen, withoutEndCard: true },
  );
  return <FilmPreview film={film} width={WIDTH} isPlaying={isPlaying} onLooped={onLooped} />;
}
