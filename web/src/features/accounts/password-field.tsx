import { useWords, type WordKey } from '../../app/words/index.ts';
import { Field, PasswordInput } from '../../ui/index.ts';
import './entry.css';
import { passwordStrength } from './password-strength.ts';

const WORDS: readonly WordKey[] = [
  'password.short',
  'password.weak',
  'password.fair',
  'password.good',
  'password.strong',
];

/** A new password with its strength in words. */
export function NewPasswordField({
  label,
  value,
  error,
  onChange,
}: {
  label?: string;
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const t = useWords();
  const strength = passwordStrength(value);
  return (
    <Field
      label={label ?? t('entry.password')}
      error={error}
      help={value === '' ? t('password.rule') : t(WORDS[strength] ?? 'password.short')}
    >
      <PasswordInput
        name="new-password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={200}
        value={value}
        showLabel={t('entry.showPassword')}
        hideLabel={t('entry.hidePassword')}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="strength" aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <i key={step} className={strength >= step ? 'on' : ''} />
        ))}
      </span>
    </Field>
  );
}
