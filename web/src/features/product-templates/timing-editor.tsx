import { ChevronDown, ChevronUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { ProductTemplate, TemplateShot } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { Duration, Icon, IconButton, Menu, Mono, Select, TextInput } from '../../ui/index.ts';
import { FramingGlyph } from '../films/framing-glyph.tsx';
import {
  addShot,
  changeShot,
  listPatterns,
  moveShot,
  removeShot,
  SHOT_SECONDS,
  SHOTS,
  totalSeconds,
} from './template-change.ts';

const SAYS: readonly TemplateShot['says'][] = ['nothing', 'title', 'claim', 'price', 'name'];

/** The shots of one length: their order, how long each wishes to be, and what it says. */
export function TimingEditor({
  design,
  seconds,
  shots,
  isHeld,
  onChange,
}: {
  /** The built-in design whose sets may be added. */
  design: ProductTemplate;
  seconds: number;
  shots: readonly TemplateShot[];
  isHeld: boolean;
  onChange: (shots: TemplateShot[], field: string) => void;
}) {
  const t = useWords();
  const format = useFormat();
  const total = totalSeconds(shots);
  return (
    <div className="column">
      <ol className="timing-bar" aria-hidden="true">
        {shots.map((shot, index) => (
          <li key={keyOf(shots, index)} style={{ flex: shot.seconds }} data-ground={shot.ground ?? 'own'} />
        ))}
      </ol>
      <ol className="timing-shots">
        {shots.map((shot, index) => (
          <ShotRow
            key={keyOf(shots, index)}
            shot={shot}
            index={index}
            shots={shots}
            isHeld={isHeld}
            onChange={onChange}
          />
        ))}
      </ol>
      <div className="row">
        <p className="help grow">
          {t('template.total', { wished: format.seconds(total), film: format.seconds(seconds) })}
        </p>
        {isHeld || shots.length >= SHOTS.most ? null : (
          <Menu
            className="button"
            items={listPatterns(design).map((pattern) => ({
              kind: 'action',
              label: nameOf(pattern, t),
              run: () => onChange(addShot(shots, pattern), 'shots'),
            }))}
          >
            <Icon of={Plus} />
            {t('template.addShot')}
          </Menu>
        )}
      </div>
    </div>
  );
}

/** Shots have no id: the same set for the n-th time is the same row wherever it moves. */
function keyOf(shots: readonly TemplateShot[], index: number): string {
  const { kind, framing } = shots[index]!;
  const before = shots.slice(0, index).filter((shot) => shot.kind === kind && shot.framing === framing);
  return `${kind} ${framing} ${before.length}`;
}

type Words = ReturnType<typeof useWords>;

function nameOf({ kind, framing }: TemplateShot, t: Words): string {
  const name = t(`shotKind.${kind}`);
  return framing === 'close' ? t('template.closeShot', { name }) : name;
}

function ShotRow({
  shot,
  index,
  shots,
  isHeld,
  onChange,
}: {
  shot: TemplateShot;
  index: number;
  shots: readonly TemplateShot[];
  isHeld: boolean;
  onChange: (shots: TemplateShot[], field: string) => void;
}) {
  const t = useWords();
  const name = nameOf(shot, t);
  const about = { number: index + 1, name };
  const set = (change: Partial<TemplateShot>, field: string) =>
    onChange(changeShot(shots, index, change), `${field} ${index}`);
  return (
    <li className="timing-shot">
      <Mono>{index + 1}</Mono>
      <FramingGlyph kind={shot.kind} />
      <span className="grow cut">{name}</span>
      <Select
        aria-label={t('template.saysOf', about)}
        disabled={isHeld}
        value={shot.says}
        onChange={(event) => set({ says: event.target.value as TemplateShot['says'] }, 'says')}
      >
        {SAYS.map((says) => (
          <option key={says} value={says}>
            {t(`template.says.${says}`)}
          </option>
        ))}
      </Select>
      <SecondsInput
        label={t('template.secondsOf', about)}
        value={shot.seconds}
        isHeld={isHeld}
        onChange={(seconds) => set({ seconds }, 'seconds')}
      />
      {isHeld ? null : (
        <span className="row timing-acts">
          <IconButton
            icon={ChevronUp}
            label={t('template.earlier', about)}
            disabled={index === 0}
            onClick={() => onChange(moveShot(shots, index, index - 1), 'shots')}
          />
          <IconButton
            icon={ChevronDown}
            label={t('template.later', about)}
            disabled={index === shots.length - 1}
            onClick={() => onChange(moveShot(shots, index, index + 1), 'shots')}
          />
          <IconButton
            icon={X}
            label={t('template.removeShot', about)}
            disabled={shots.length <= SHOTS.least}
            onClick={() => onChange(removeShot(shots, index), 'shots')}
          />
        </span>
      )}
    </li>
  );
}

/** Steps of a tenth, typed or by arrow keys; what is out of range is brought back when the field is left. */
function SecondsInput({
  label,
  value,
  isHeld,
  onChange,
}: {
  label: string;
  value: number;
  isHeld: boolean;
  onChange: (seconds: number) => void;
}) {
  const format = useFormat();
  const [text, setText] = useState(value.toFixed(1));
  const [isTyping, setTyping] = useState(false);
  if (isHeld) return <Duration>{format.seconds(value)}</Duration>;
  const { least, most, step } = SHOT_SECONDS;
  return (
    <TextInput
      className="timing-seconds"
      type="number"
      dir="ltr"
      aria-label={label}
      min={least}
      max={most}
      step={step}
      value={isTyping ? text : value.toFixed(1)}
      onFocus={() => {
        setText(value.toFixed(1));
        setTyping(true);
      }}
      onBlur={() => setTyping(false)}
      onChange={(event) => {
        setText(event.target.value);
        const typed = event.target.valueAsNumber;
        if (typed >= least && typed <= most) onChange(Math.round(typed * 10) / 10);
      }}
    />
  );
}
