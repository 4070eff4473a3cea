import type { Brand } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, TextArea, TextInput } from '../../ui/index.ts';
import type { ChangeKit } from './use-kit.ts';
import { WordList } from './word-list.tsx';

const TONES = ['calm', 'warm', 'confident', 'energetic', 'urgent'] as const;
type Parts = { kit: Brand; change: ChangeKit; isHeld: boolean };

/** How the brand speaks, and the two lines it ends on. */
export function KitWords({ kit, change, isHeld }: Parts) {
  const t = useWords();
  return (
    <>
      <Field label={t('kit.tone')} help={t('kit.toneHelp')}>
        <Select
          value={kit.tone ?? ''}
          disabled={isHeld}
          onChange={(event) => change({ tone: TONES.find((tone) => tone === event.target.value) ?? null })}
        >
          <option value="">{t('kit.toneNone')}</option>
          {TONES.map((tone) => (
            <option key={tone} value={tone}>
              {t(`kit.tone.${tone}`)}
            </option>
          ))}
        </Select>
      </Field>
      <WordList
        about={`brand.${kit.id}.wordsToUse`}
        label={t('kit.wordsToUse')}
        help={t('kit.wordsToUseHelp')}
        words={kit.wordsToUse}
        isHeld={isHeld}
        onChange={(wordsToUse) => change({ wordsToUse })}
      />
      <WordList
        about={`brand.${kit.id}.wordsToAvoid`}
        label={t('kit.wordsToAvoid')}
        help={t('kit.wordsToAvoidHelp')}
        words={kit.wordsToAvoid}
        isHeld={isHeld}
        onChange={(wordsToAvoid) => change({ wordsToAvoid })}
      />
      <div className="two">
        <Field label={t('kit.callToAction')} help={t('kit.callToActionHelp')}>
          <TextInput
            dir="auto"
            maxLength={120}
            disabled={isHeld}
            value={kit.callToAction ?? ''}
            onChange={(event) => change({ callToAction: event.target.value || null })}
          />
        </Field>
        <Field label={t('kit.legalLine')} help={t('kit.legalLineHelp')}>
          <TextInput
            dir="auto"
            maxLength={160}
            disabled={isHeld}
            value={kit.legalLine ?? ''}
            onChange={(event) => change({ legalLine: event.target.value || null })}
          />
        </Field>
      </div>
    </>
  );
}

/** Added to what every shot's picture is asked for with. */
export function KitPrompts({ kit, change, isHeld }: Parts) {
  const t = useWords();
  return (
    <>
      <Field label={t('kit.prompt')} help={t('kit.promptHelp')}>
        <TextArea
          rows={3}
          maxLength={1000}
          disabled={isHeld}
          value={kit.prompt}
          onChange={(event) => change({ prompt: event.target.value })}
        />
      </Field>
      <Field label={t('kit.negativePrompt')} help={t('kit.negativePromptHelp')}>
        <TextArea
          rows={2}
          maxLength={1000}
          disabled={isHeld}
          value={kit.negativePrompt}
          onChange={(event) => change({ negativePrompt: event.target.value })}
        />
      </Field>
    </>
  );
}
