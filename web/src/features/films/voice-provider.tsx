import { useQuery } from '@tanstack/react-query';
import { modelsQuery, type OfferedModel } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Check, Field, Select, TextInput } from '../../ui/index.ts';
import type { FilmDraft } from './draft.ts';

type Props = { draft: FilmDraft; set: (changes: Partial<FilmDraft>) => void };
type Speaker = {
  value: string;
  connection: string;
  model: string;
  label: string;
  provider: string;
  /** Of a model that speaks with voices everybody has; undefined where the account has its own. */
  voices: OfferedModel['voices'];
};

/** Who speaks the film where the organization has an account that can; without one nothing is shown. */
export function VoiceProvider({ draft, set }: Props) {
  const t = useWords();
  const { data } = useQuery(modelsQuery);
  const speakers = listSpeakers(data?.items ?? []);
  const { voiceBy } = draft;
  const chosen = speakers.find(({ value }) => value === toValue(voiceBy));
  if (speakers.length === 0) return null;
  const choose = (value: string) => {
    const speaker = speakers.find((each) => each.value === value);
    if (!speaker) return set({ voiceBy: null });
    const { connection, model, voices } = speaker;
    const kept = voiceBy?.voice ?? '';
    // A voice of one vendor is none of another's.
    const isKnown = voices ? voices.some(({ id }) => id === kept) : chosen?.voices === undefined;
    set({
      voiceBy: {
        connection,
        model,
        voice: isKnown ? kept : (voices?.[0]?.id ?? ''),
        orElse: voiceBy?.orElse ?? 'nobody',
      },
      // A film with a voice names one of the built-in ones, which may speak in the provider's place.
      voice: draft.voice === 'none' ? 'female-soft' : draft.voice,
    });
  };
  return (
    <>
      <div className="two">
        <Field
          label={t('film.voiceWho')}
          help={chosen ? t('film.voiceProvider', { provider: chosen.provider }) : undefined}
        >
          <Select value={chosen?.value ?? ''} onChange={(event) => choose(event.target.value)}>
            <option value="">{t('maker.builtIn')}</option>
            {speakers.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
        {chosen && voiceBy ? (
          <VoiceChoice
            speaker={chosen}
            value={voiceBy.voice}
            onChange={(voice) => set({ voiceBy: { ...voiceBy, voice } })}
          />
        ) : null}
      </div>
      {chosen && voiceBy && draft.language !== 'he' ? (
        <Check
          label={t('film.voiceOrElse')}
          checked={voiceBy.orElse === 'built_in'}
          onChange={(event) => set({ voiceBy: { ...voiceBy, orElse: event.target.checked ? 'built_in' : 'nobody' } })}
        />
      ) : null}
    </>
  );
}

/** One of the model's voices, or the id of one of the account's. */
function VoiceChoice({
  speaker: { voices, provider },
  value,
  onChange,
}: {
  speaker: Speaker;
  value: string;
  onChange: (voice: string) => void;
}) {
  const t = useWords();
  if (!voices)
    return (
      <Field label={t('film.voiceId')} help={t('film.voiceIdHelp', { provider })}>
        <TextInput dir="ltr" maxLength={120} value={value} onChange={(event) => onChange(event.target.value)} />
      </Field>
    );
  return (
    <Field label={t('film.voice')}>
      <Select value={value} onChange={(event) => onChange(event.target.value)}>
        {voices.map(({ id, character }) => (
          <option key={id} value={id}>
            {id} · {t(`voice.character.${character}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function toValue(voiceBy: FilmDraft['voiceBy']): string {
  return voiceBy ? `${voiceBy.connection} ${voiceBy.model}` : '';
}

function listSpeakers(models: readonly OfferedModel[]): Speaker[] {
  return models
    .filter(({ capability }) => capability === 'speech')
    .flatMap(({ id: model, title, providerTitle: provider, voices, connections }) =>
      connections.map(({ id: connection, name }) => ({
        value: `${connection} ${model}`,
        connection,
        model,
        label: `${title} · ${name}`,
        provider,
        voices,
      })),
    );
}
