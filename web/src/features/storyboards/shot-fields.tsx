import { type ComponentProps, useState } from 'react';
import type { ProjectTree, Shot } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Select, TextArea, TextInput } from '../../ui/index.ts';
import { FullerPrompt } from './fuller-prompt.tsx';
import { MOVES } from './moves.ts';
import { PromptWriter } from './prompt-writer.tsx';
import type { ShotEdit } from './use-shot-edit.ts';

type Words = Shot['scene']['words'];

/** What a person may change of a shot. Every change is kept by itself; the take that exists stays as it is. */
export function ShotFields({
  tree,
  shot,
  edit,
  isReadOnly,
}: {
  tree: ProjectTree;
  shot: Shot;
  edit: ShotEdit;
  isReadOnly: boolean;
}) {
  const t = useWords();
  const { language } = tree.project;
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
      <div className="row row-wrap">
        <FullerPrompt
          kind="picture"
          language={language}
          prompt={value.picturePrompt}
          onChange={(picturePrompt) => change({ picturePrompt })}
        />
        <PromptWriter {...{ tree, shot, edit }} kind="picture" />
      </div>
      <Field label={t('shot.motionPrompt')}>
        <TextArea
          rows={2}
          maxLength={1000}
          value={value.motionPrompt}
          onChange={(event) => change({ motionPrompt: event.target.value })}
        />
      </Field>
      <div className="row row-wrap">
        <FullerPrompt
          kind="motion"
          language={language}
          prompt={value.motionPrompt}
          onChange={(motionPrompt) => change({ motionPrompt })}
        />
        <PromptWriter {...{ tree, shot, edit }} kind="motion" />
      </div>
    </fieldset>
  );
}

/** Words on screen. A slot the scene does not use is not shown; lines and items are one per row. */
function WordsFields({ words, onChange }: { words: Words; onChange: (words: Words) => void }) {
  const t = useWords();
  return (
    <>
      <Field label={t('words.lines')} help={t('words.linesHelp')}>
        <LinesArea
          rows={Math.max(2, words.lines.length)}
          className="peek-words"
          most={4}
          lines={words.lines}
          onLines={(lines) => onChange({ ...words, lines })}
        />
      </Field>
      {words.items.length > 0 ? (
        <Field label={t('words.items')}>
          <LinesArea
            rows={words.items.length}
            most={6}
            lines={words.items}
            onLines={(items) => onChange({ ...words, items })}
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

const MOST_LETTERS = 60;

function toLines(text: string, most: number): string[] {
  const lines = text.split('\n').slice(0, most);
  return lines.map((line) => line.slice(0, MOST_LETTERS)).filter((line) => line.trim() !== '');
}

type LinesProps = Omit<ComponentProps<typeof TextArea>, 'value' | 'onChange'> & {
  lines: readonly string[];
  most: number;
  onLines: (lines: string[]) => void;
};

/** Lines as free text. What is typed stays as typed, until the lines become others: by Undo, a refusal or somebody else. */
function LinesArea({ lines, most, onLines, ...area }: LinesProps) {
  const [text, setText] = useState(lines.join('\n'));
  if (toLines(text, most).join('\n') !== lines.join('\n')) setText(lines.join('\n'));
  const type = (typed: string) => {
    setText(typed);
    onLines(toLines(typed, most));
  };
  return <TextArea {...area} value={text} onChange={(event) => type(event.target.value)} />;
}
