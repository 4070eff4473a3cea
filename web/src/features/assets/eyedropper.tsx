import { useQuery } from '@tanstack/react-query';
import { brandsQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Mono } from '../../ui/index.ts';
import { nearestBrandColour } from './colour-difference.ts';

/** The colour under the pointer with the brand colour nearest to it; ΔE is CIEDE2000. */
export function ColourReadout({ hex }: { hex: string | null }) {
  const t = useWords();
  const format = useFormat();
  const { data: brands } = useQuery(brandsQuery);
  const colours = (brands?.items ?? []).flatMap(({ name, colours: own }) =>
    own.map((one) => ({ brand: name, hex: one })),
  );
  const nearest = hex === null ? null : nearestBrandColour(hex, colours);
  return (
    <div className="readout" role="status">
      {hex === null ? (
        <span>{t('viewer.pickHint')}</span>
      ) : (
        <>
          <i className="readout-swatch" style={{ backgroundColor: hex }} />
          <Mono>{hex}</Mono>
          {nearest ? (
            <>
              <i className="readout-swatch" style={{ backgroundColor: nearest.hex }} />
              <span>
                <bdi>{nearest.brand}</bdi> <Mono>{nearest.hex}</Mono>
              </span>
              <span className="readout-difference" title={t('viewer.differenceHelp')}>
                <bdi>ΔE₀₀ {format.number(nearest.difference, 1)}</bdi>
              </span>
            </>
          ) : (
            <span>{t('viewer.noBrandColour')}</span>
          )}
        </>
      )}
    </div>
  );
}
