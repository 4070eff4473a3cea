import { useWords } from '../../app/words/index.ts';
import { Field, TextInput } from '../../ui/index.ts';
import { toWorkLimit } from './leaving.ts';

export const MOST_CONCURRENT = 100;
export const MOST_A_MINUTE = 6000;

export type LimitTexts = { concurrent: string; aMinute: string };

/** The two limits as the routes take them; undefined while a field says nothing that can be kept. */
export function readLimits({ concurrent, aMinute }: LimitTexts) {
  const maxConcurrent = toWorkLimit(concurrent, MOST_CONCURRENT);
  const submissionsPerMinute = toWorkLimit(aMinute, MOST_A_MINUTE);
  if (maxConcurrent === undefined || submissionsPerMinute === undefined) return undefined;
  return { maxConcurrent, submissionsPerMinute };
}

/** How much a connection may have in work, and send in a minute. Empty is as much as the studio finds wise for the vendor. */
export function LimitFields({ value, onChange }: { value: LimitTexts; onChange: (value: LimitTexts) => void }) {
  const t = useWords();
  const fields = [
    { name: 'concurrent', label: t('connections.concurrent'), most: MOST_CONCURRENT },
    { name: 'aMinute', label: t('connections.aMinute'), most: MOST_A_MINUTE },
  ] as const;
  return (
    <div className="two">
      {fields.map(({ name, label, most }) => (
        <Field
          key={name}
          label={label}
          help={t('connections.limitHelp')}
          error={toWorkLimit(value[name], most) === undefined ? t('connections.limitWrong', { most }) : undefined}
        >
          <TextInput
            isForm
            inputMode="numeric"
            dir="ltr"
            value={value[name]}
            onChange={(event) => onChange({ ...value, [name]: event.target.value })}
          />
        </Field>
      ))}
    </div>
  );
}
