import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Check, Field, Select } from '../../ui/index.ts';
import { canMakeSound, planMakers } from '../routing/model-facts.ts';
import { toRouteValue } from '../routing/route-value.ts';
import type { FilmDraft } from './draft.ts';

type Props = { draft: FilmDraft; set: (changes: Partial<FilmDraft>) => void };

/** Who makes the music where the organization has an account that can; without one nothing is shown. */
export function MusicProvider({ draft, set }: Props) {
  const t = useWords();
  const { data } = useQuery(modelsQuery);
  const makers = planMakers(data?.items ?? [], Date.now(), ['music']);
  const routes = makers.flatMap(({ connection, models }) =>
    models.map(({ id: model, title, providerTitle }) => ({
      connection: connection.id,
      model,
      label: `${title} · ${connection.name}`,
      provider: providerTitle,
    })),
  );
  const { musicBy } = draft;
  const chosen = musicBy ? routes.find((route) => toRouteValue(route) === toRouteValue(musicBy)) : undefined;
  if (routes.length === 0 || draft.music === 'none') return null;
  const choose = (value: string) => {
    const route = routes.find((each) => toRouteValue(each) === value);
    const orElse = musicBy?.orElse ?? 'nobody';
    set({ musicBy: route ? { connection: route.connection, model: route.model, orElse } : null });
  };
  return (
    <>
      <Field
        label={t('film.musicWho')}
        help={chosen ? t('film.musicProvider', { provider: chosen.provider }) : undefined}
      >
        <Select value={chosen ? toRouteValue(chosen) : ''} onChange={(event) => choose(event.target.value)}>
          <option value="">{t('maker.builtIn')}</option>
          {routes.map((route) => (
            <option key={toRouteValue(route)} value={toRouteValue(route)}>
              {route.label}
            </option>
          ))}
        </Select>
      </Field>
      {chosen && musicBy ? (
        <Check
          label={t('film.musicOrElse')}
          checked={musicBy.orElse === 'built_in'}
          onChange={(event) => set({ musicBy: { ...musicBy, orElse: event.target.checked ? 'built_in' : 'nobody' } })}
        />
      ) : null}
    </>
  );
}

/** Offered where some account moves shots with sound. */
export function ClipSound({ draft, set }: Props) {
  const t = useWords();
  const { data } = useQuery(modelsQuery);
  if (!canMakeSound(data?.items ?? [])) return null;
  return (
    <Check
      label={t('film.clipSound')}
      checked={draft.clipSound === 'under'}
      onChange={(event) => set({ clipSound: event.target.checked ? 'under' : 'none' })}
    />
  );
}
