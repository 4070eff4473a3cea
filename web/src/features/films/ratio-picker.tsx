import type { Ratio } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { RATIOS } from './draft.ts';

const SHAPES: Record<Ratio, [number, number]> = {
  '16:9': [30, 17],
  '9:16': [11, 20],
  '1:1': [17, 17],
  '4:5': [16, 20],
};

/** The shapes to deliver. Each is laid out anew, never cropped from another; the first chosen leads the plan. */
export function RatioPicker({ chosen, onChange }: { chosen: readonly Ratio[]; onChange: (ratios: Ratio[]) => void }) {
  const t = useWords();
  return (
    <fieldset className="ratios" aria-label={t('film.ratios')}>
      {RATIOS.map((ratio) => {
        const isChosen = chosen.includes(ratio);
        const [width, height] = SHAPES[ratio];
        return (
          <button
            key={ratio}
            type="button"
            aria-pressed={isChosen}
            onClick={() => onChange(RATIOS.filter((each) => (each === ratio ? !isChosen : chosen.includes(each))))}
          >
            <i style={{ inlineSize: width, blockSize: height }} />
            <bdi className="time">{ratio}</bdi>
          </button>
        );
      })}
    </fieldset>
  );
}
