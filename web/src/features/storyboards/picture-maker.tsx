import type { Job } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, StatusMark, sentenceOf } from '../../ui/index.ts';
import { isActive, toJobView } from '../jobs/index.ts';
import { UnknownOutcome } from '../routing/unknown-outcome.tsx';
import { type ShotPicture, toChoiceValue } from './use-shot-picture.ts';

/** The choice of who makes the picture. Without a connection there is none, and nothing is shown. */
export function PictureMaker({ picture }: { picture: ShotPicture }) {
  const t = useWords();
  const { makers, chosen } = picture;
  if (makers.length === 0) return null;
  return (
    <Field
      label={t('shot.pictureBy')}
      help={chosen ? t('shot.pictureLead', { provider: chosen.model.providerTitle }) : undefined}
      error={picture.error ? sentenceOf(picture.error, t) : undefined}
    >
      <Select value={picture.value} onChange={(event) => picture.choose(event.target.value)}>
        <option value="">{t('maker.builtIn')}</option>
        {makers.map(({ connection, models }) => (
          <optgroup key={connection.id} label={connection.id === 'comfyui:pool' ? t('servers.pool') : connection.name}>
            {models.map((model) => {
              const value = toChoiceValue({ connection: connection.id, model });
              return (
                <option key={value} value={value}>
                  {model.title}
                </option>
              );
            })}
          </optgroup>
        ))}
      </Select>
    </Field>
  );
}

/** What becomes of the picture that was asked for: who works on it, or what only a person can say. */
export function PictureProgress({ leaf }: { leaf: Job | undefined }) {
  const t = useWords();
  const live = useLiveJob(leaf?.id);
  if (!leaf || !isPicture(leaf)) return null;
  if (leaf.status === 'waiting' && leaf.waitingReason === 'unknown_outcome') return <UnknownOutcome job={leaf} />;
  const view = toJobView(leaf, live, t);
  if (!isActive(leaf) && leaf.status !== 'failed') return null;
  return (
    <p role="status">
      <StatusMark mark={view.mark} progress={view.progress}>
        {view.detail || view.word}
      </StatusMark>
    </p>
  );
}

export function isPicture({ kind }: Pick<Job, 'kind'>): boolean {
  return kind === 'film/shot-picture';
}
