import { useId } from 'react';
import type { TemplateKind, TemplateParameters } from '../../api/index.ts';
import { useWords, type WordKey } from '../../app/words/index.ts';
import { Field, Segmented, Select } from '../../ui/index.ts';
import { MUSIC } from '../films/music.ts';

type Range = { widget: 'range'; least: number; most: number; step: number };
type Choice<Value> = { widget: 'choice' | 'list'; values: readonly Value[]; word: (value: Value) => WordKey };
type Fields = {
  [Key in keyof TemplateParameters]: TemplateParameters[Key] extends number ? Range : Choice<TemplateParameters[Key]>;
};

/** How each parameter is asked for. One that the contract gains does not compile until it has a line here. */
const FIELDS: Fields = {
  pace: { widget: 'range', least: 0.5, most: 1.5, step: 0.05 },
  strength: { widget: 'range', least: 0, most: 1, step: 0.05 },
  ground: {
    widget: 'choice',
    values: ['stage', 'deep', 'wall', 'paper'],
    word: (value) => `template.ground.${value}`,
  },
  music: {
    widget: 'list',
    values: MUSIC,
    word: (value) => `music.${value}`,
  },
};

/** The template's parameters in the order its data has them. */
export function ParameterFields({
  kind,
  parameters,
  isHeld,
  onChange,
}: {
  kind: TemplateKind;
  parameters: TemplateParameters;
  isHeld: boolean;
  onChange: (parameters: TemplateParameters, field: string) => void;
}) {
  const t = useWords();
  const set = <Key extends keyof TemplateParameters>(key: Key, value: TemplateParameters[Key]) =>
    onChange({ ...parameters, [key]: value }, key);
  const labelOf = (key: keyof TemplateParameters) =>
    t(key === 'strength' ? `template.strength.${kind}` : key === 'music' ? 'film.music' : `template.${key}`);
  return (
    <div className="template-parameters">
      {(Object.keys(parameters) as (keyof TemplateParameters)[]).map((key) => {
        const label = labelOf(key);
        if (key === 'pace' || key === 'strength')
          return (
            <RangeField
              key={key}
              label={label}
              range={FIELDS[key]}
              value={parameters[key]}
              isHeld={isHeld}
              onChange={(value) => set(key, value)}
            />
          );
        if (key === 'ground')
          return (
            <div key={key} className="field">
              <span className="label">{label}</span>
              <Segmented
                label={label}
                value={parameters.ground}
                choices={FIELDS.ground.values.map((value) => ({ value, label: t(FIELDS.ground.word(value)), isHeld }))}
                onChange={(value) => set('ground', value)}
              />
            </div>
          );
        return (
          <Field key={key} label={label}>
            <Select
              disabled={isHeld}
              value={parameters.music}
              onChange={(event) => set('music', event.target.value as TemplateParameters['music'])}
            >
              {FIELDS.music.values.map((value) => (
                <option key={value} value={value}>
                  {t(FIELDS.music.word(value))}
                </option>
              ))}
            </Select>
          </Field>
        );
      })}
    </div>
  );
}

function RangeField({
  label,
  range,
  value,
  isHeld,
  onChange,
}: {
  label: string;
  range: Range;
  value: number;
  isHeld: boolean;
  onChange: (value: number) => void;
}) {
  const id = useId();
  const t = useWords();
  const text = t('template.percent', { value: Math.round(value * 100) });
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        <bdi className="time">{text}</bdi>
      </div>
      <input
        id={id}
        className="slider"
        type="range"
        min={range.least}
        max={range.most}
        step={range.step}
        value={value}
        disabled={isHeld}
        aria-valuetext={text}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </div>
  );
}
