import type { Shot } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, TextArea, TextInput } from '../../ui/index.ts';
import { MOVES } from './moves.ts';
import type { ShotEdit } from './use-shot-edit.ts';

type Words = Shot['scene']['words'];

/** What a person may change of a shot. Every change is kept by itself; the take that exists stays as it is. */
export function ShotFields({ edit, isReadOnly }: { edit: ShotEdit; isReadOnly: boolean }) {
  const t = useWords();
  const { value, change } = edit;
  return (
    <fieldset className="peek-fieldset" disabled={isReadOnly}>
      <legend className="spoken">{t('shot.edit')}</legend>
      <WordsFields words={value.words as Words} onChange={(words) => change({ words })} />
      <Field label={t('shot.narration')}>
        <TextArea
          rows={2}
          maxLength={600}
          value={value.narration}
          onChange={(event) => change({ narration: event.target.value })}
        />
      </Field>
      <div className="two">
        <Field label={t('shot.move')}>
          <Select
            value={value.move}
            onChange={(event) => change({ move: event.target.value as Shot['scene']['move'] })}
          >
            {MOVES.map((move) => (
              <option key={move} value={move}>
                {t(`move.${move}`)}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('shot.seed')}>
          <TextInput
            type="number"
            min={0}
            max={2147483647}
            dir="ltr"
            className="time"
            value={value.seed}
            onChange={(event) => change({ seed: Math.max(0, Math.round(Number(event.target.value) || 0)) })}
          />
        </Field>
      </div>
      <Field label={t('shot.picturePrompt')}>
        <TextArea
          rows={3}
          maxLength={1000}
          value={value.picturePrompt}
          onChange={(event) => change({ picturePrompt: event.target.value })}
        />
      </Field>
      <Field label={t('shot.motionPrompt')}>
        <TextArea
          rows={2}
          maxLength={1000}
          value={value.motionPrompt}
          onChange={(event) => change({ motionPrompt: event.target.value })}
        />
      </Field>
    </fieldset>
  );
}

/** Words on screen. A slot the scene does not use is not shown; lines and items are one per row. */
function WordsFields({ words, onChange }: { words: Words; onChange: (words: Words) => void }) {
  const t = useWords();
  const toLines = (text: string, most: number) =>
    text
      .split('\n')
      .slice(0, most)
      .map((line) => line.slice(0, 60));
  const tidy = (lines: string[]) => lines.filter((line) => line.trim() !== '');
  return (
    <>
      <Field label={t('words.lines')} help={t('words.linesHelp')}>
        <TextArea
          rows={Math.max(2, words.lines.length)}
          className="peek-words"
          defaultValue={words.lines.join('\n')}
          onChange={(event) => onChange({ ...words, lines: tidy(toLines(event.target.value, 4)) })}
        />
      </Field>
      {words.items.length > 0 ? (
        <Field label={t('words.items')}>
          <TextArea
            rows={words.items.length}
            defaultValue={words.items.join('\n')}
            onChange={(event) => onChange({ ...words, items: tidy(toLines(event.target.value, 6)) })}
          />
        </Field>
      ) : null}
      {(['eyebrow', 'figure', 'small', 'wordmark'] as const)
        .filter((slot) => words[slot] !== undefined)
        .map((slot) => (
          <Field key={slot} label={t(`words.${slot}`)}>
            <TextInput
              dir="auto"
              maxLength={slot === 'small' ? 120 : slot === 'figure' ? 24 : 60}
              value={words[slot] ?? ''}
              onChange={(event) => onChange({ ...words, [slot]: event.target.value })}
            />
          </Field>
        ))}
    </>
  );
}
