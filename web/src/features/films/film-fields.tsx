import type { ReactNode } from 'react';
import { useRef } from 'react';
import { Link } from 'wouter';
import type { Asset, Brand, Language } from '../../api/index.ts';
import { LANGUAGES, useFormat, useWords, type Words } from '../../app/words/index.ts';
import {
  Button,
  Check,
  Field,
  FileInput,
  Mono,
  Segmented,
  Select,
  Switch,
  TextArea,
  TextInput,
} from '../../ui/index.ts';
import { BRIEF_MAX, type FilmDraft, PICTURES_MAX, speaks, VOICES } from './draft.ts';
import { MUSIC } from './music.ts';
import { ClipSound, MusicProvider } from './music-provider.tsx';
import { PictureShelf } from './picture-shelf.tsx';
import { RatioPicker } from './ratio-picker.tsx';
import { type UploadItem, useUploads } from './use-uploads.ts';
import { VoiceProvider } from './voice-provider.tsx';

type Change = (next: (before: FilmDraft) => FilmDraft) => void;
type Uploads = { items: UploadItem[]; add: (files: readonly File[]) => Promise<void>; dismiss: (key: string) => void };

export function FilmFields({
  draft,
  change,
  uploads,
  brands,
}: {
  draft: FilmDraft;
  change: Change;
  uploads: Uploads;
  brands: Brand[];
}) {
  const t = useWords();
  const set = (changes: Partial<FilmDraft>) => change((before) => ({ ...before, ...changes }));
  return (
    <div className="new-film-form">
      <Step number={1} title={t('film.brief')}>
        <BriefField brief={draft.brief} onChange={(brief) => set({ brief })} />
        <div className="field">
          <span className="label">{t('film.pictures')}</span>
          <PictureShelf
            pictures={draft.pictures}
            items={uploads.items}
            onAdd={(files) => void uploads.add(files)}
            onChoose={(assets) =>
              change((before) => ({ ...before, pictures: [...before.pictures, ...assets].slice(0, PICTURES_MAX) }))
            }
            onRemove={(id) =>
              change((before) => ({ ...before, pictures: before.pictures.filter((picture) => picture.id !== id) }))
            }
            onDismiss={uploads.dismiss}
          />
          {draft.pictures.length === 0 ? <p className="help">{t('film.picturesHelp')}</p> : null}
        </div>
        <div className="two">
          <BrandFields draft={draft} set={set} brands={brands} />
          <Field label={t('film.language')}>
            <Select value={draft.language} onChange={(event) => set({ language: event.target.value as Language })}>
              {LANGUAGES.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      </Step>
      <Step number={2} title={t('film.shape')}>
        <div className="row row-wrap new-film-shape">
          <LengthChoice seconds={draft.seconds} onChange={(seconds) => set({ seconds })} />
          <RatioPicker chosen={draft.ratios} onChange={(ratios) => set({ ratios })} />
        </div>
      </Step>
      <Step number={3} title={t('film.sound')}>
        <SoundFields draft={draft} set={set} />
      </Step>
      <Step number={4} title={t('film.quality')}>
        <div className="row row-wrap">
          <Segmented
            label={t('film.quality')}
            value={draft.quality}
            choices={[
              { value: 'final', label: t('film.quality.final') },
              { value: 'draft', label: t('film.quality.draft') },
            ]}
            onChange={(quality) => set({ quality })}
          />
          <Segmented
            label={t('film.fps')}
            value={draft.fps}
            choices={([24, 25, 30] as const).map((value) => ({ value, label: <Mono>{value}</Mono> }))}
            onChange={(fps) => set({ fps })}
          />
          <span className="help">{t('film.fps')}</span>
        </div>
      </Step>
    </div>
  );
}

export function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <section className="new-film-step">
      <h2>
        <span className="text-3">
          <Mono>{number}</Mono>
        </span>{' '}
        {title}
      </h2>
      {children}
    </section>
  );
}

function BriefField({ brief, onChange }: { brief: string; onChange: (brief: string) => void }) {
  const t = useWords();
  const format = useFormat();
  const isLong = brief.length > BRIEF_MAX;
  return (
    <Field
      label={t('film.briefLabel')}
      error={isLong ? t('film.hindrance.briefLong') : undefined}
      aside={
        <span className={isLong ? 'help-bad' : 'text-3'}>
          <Mono>
            {format.number(brief.length)} / {format.number(BRIEF_MAX)}
          </Mono>
        </span>
      }
    >
      <TextArea
        rows={6}
        value={brief}
        placeholder={t('film.briefPlaceholder')}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

type BrandChoice = Pick<FilmDraft, 'brandId' | 'brandName' | 'logo'>;

/** A kit, or a name and a logo for this film alone. */
export function BrandFields({
  draft,
  set,
  brands,
}: {
  draft: BrandChoice;
  set: (changes: Partial<BrandChoice>) => void;
  brands: Brand[];
}) {
  const t = useWords();
  const input = useRef<HTMLInputElement>(null);
  const logoUploads = useUploads((asset: Asset) => set({ logo: asset }));
  const chosen = brands.find(({ id }) => id === draft.brandId);
  return (
    <div className="column">
      <Field label={t('film.brand')}>
        <Select value={draft.brandId} onChange={(event) => set({ brandId: event.target.value })}>
          <option value="">{t('film.noBrand')}</option>
          {brands.map((brand) => (
            <option key={brand.id} value={brand.id}>
              {brand.name}
            </option>
          ))}
        </Select>
      </Field>
      {chosen ? <ChosenBrand brand={chosen} /> : null}
      {draft.brandId === '' ? (
        <Field label={t('film.brandName')} error={logoUploads.items[0]?.refusal}>
          <div className="row">
            <TextInput
              dir="auto"
              maxLength={60}
              value={draft.brandName}
              onChange={(event) => set({ brandName: event.target.value })}
            />
            {draft.logo ? (
              <button
                type="button"
                className="brand-tile logo-tile"
                aria-label={t('film.removeLogo')}
                title={t('film.removeLogo')}
                onClick={() => set({ logo: null })}
              >
                <img src={draft.logo.thumbnailUrl ?? draft.logo.url} alt="" />
              </button>
            ) : (
              <Button onClick={() => input.current?.click()}>{t('film.addLogo')}</Button>
            )}
          </div>
        </Field>
      ) : null}
      <FileInput
        ref={input}
        accept="image/*,.svg"
        label={t('film.addLogo')}
        onFiles={(files) => void logoUploads.add(files)}
      />
    </div>
  );
}

/** The kit the film is made with, at a glance, and the way to it. */
function ChosenBrand({ brand }: { brand: Brand }) {
  const t = useWords();
  return (
    <p className="row row-wrap small chosen-brand">
      {brand.logoUrl ? (
        <span className="brand-tile logo-tile">
          <img src={brand.logoUrl} alt="" />
        </span>
      ) : null}
      <span className="chosen-colours" aria-hidden="true">
        {brand.colours.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
      </span>
      <Link href={`/brands/${brand.id}/kit`}>{t('film.editKit')}</Link>
    </p>
  );
}

function LengthChoice({
  seconds,
  onChange,
}: {
  seconds: FilmDraft['seconds'];
  onChange: (seconds: FilmDraft['seconds']) => void;
}) {
  const t = useWords();
  const format = useFormat();
  return (
    <Segmented
      label={t('film.length')}
      value={seconds}
      choices={([15, 30, 60] as const).map((value) => ({ value, label: format.seconds(value) }))}
      onChange={onChange}
    />
  );
}

function voiceHelp(draft: FilmDraft, t: Words): string | undefined {
  if (!speaks(draft)) return t('film.voiceHebrew');
  if (draft.voice === 'none') return t('film.voiceNone');
  return draft.voiceBy ? undefined : t('film.voiceBuiltIn');
}

function SoundFields({ draft, set }: { draft: FilmDraft; set: (changes: Partial<FilmDraft>) => void }) {
  const t = useWords();
  const canSpeak = speaks(draft);
  return (
    <>
      <div className="two">
        <Field label={t('film.voice')} help={voiceHelp(draft, t)}>
          <Select
            value={canSpeak ? draft.voice : 'none'}
            disabled={!canSpeak}
            onChange={(event) => set({ voice: event.target.value as FilmDraft['voice'] })}
          >
            {VOICES.map((voice) => (
              <option key={voice} value={voice}>
                {t(`voice.${voice}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('film.music')} help={t('film.musicHelp')}>
          <Select value={draft.music} onChange={(event) => set({ music: event.target.value as FilmDraft['music'] })}>
            {MUSIC.map((music) => (
              <option key={music} value={music}>
                {t(`music.${music}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <VoiceProvider draft={draft} set={set} />
      <MusicProvider draft={draft} set={set} />
      <ClipSound draft={draft} set={set} />
      <div className="row row-wrap new-film-captions">
        <Switch
          label={t('film.burnCaptions')}
          checked={draft.burnCaptions}
          onChange={(event) => set({ burnCaptions: event.target.checked })}
        />
        <Check label={t('film.captionFiles')} checked disabled readOnly />
      </div>
    </>
  );
}
