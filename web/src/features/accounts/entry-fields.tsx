import { useWords } from '../../app/words/index.ts';
import { Button, Field, PasswordInput, TextInput } from '../../ui/index.ts';

type TextProps = {
  value: string;
  error?: string | undefined;
  autoFocus?: boolean;
  onChange: (value: string) => void;
};

/** Fields of the entry forms: each is filled by browsers in the same way wherever it stands. */
export function NameField({ value, error, autoFocus = false, onChange }: TextProps) {
  const t = useWords();
  return (
    <Field label={t('entry.name')} error={error}>
      <TextInput
        isForm
        name="name"
        autoComplete="name"
        dir="auto"
        required
        autoFocus={autoFocus}
        maxLength={120}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

export function EmailField({ value, error, autoFocus = false, onChange }: TextProps) {
  const t = useWords();
  return (
    <Field label={t('entry.email')} error={error}>
      <TextInput
        isForm
        type="email"
        name="email"
        autoComplete="username"
        dir="ltr"
        required
        autoFocus={autoFocus}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** The password somebody has; `NewPasswordField` asks for one to be. */
export function PasswordField({
  value,
  error,
  autoFocus = false,
  label,
  onChange,
}: TextProps & { label?: string | undefined }) {
  const t = useWords();
  return (
    <Field label={label ?? t('entry.password')} error={error}>
      <PasswordInput
        name="password"
        autoComplete="current-password"
        required
        autoFocus={autoFocus}
        value={value}
        showLabel={t('entry.showPassword')}
        hideLabel={t('entry.hidePassword')}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** Six digits of an authenticator, which phones fill in by themselves, or a recovery code. */
export function CodeField({ value, error, autoFocus = false, help, onChange }: TextProps & { help?: string }) {
  const t = useWords();
  return (
    <Field label={t('secondStep.code')} help={help ?? t('secondStep.codeHelp')} error={error}>
      <TextInput
        isForm
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        className="code-input"
        required
        autoFocus={autoFocus}
        minLength={6}
        maxLength={20}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

export function OrganizationField({ value, error, autoFocus = false, onChange }: TextProps) {
  const t = useWords();
  return (
    <Field label={t('entry.organization')} error={error}>
      <TextInput
        isForm
        name="organization"
        autoComplete="organization"
        dir="auto"
        required
        autoFocus={autoFocus}
        maxLength={120}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** What was refused as a whole, and the button that sends. */
export function EntrySubmit({ label, isBusy, error }: { label: string; isBusy: boolean; error: string | undefined }) {
  return (
    <>
      {error ? (
        <p className="help help-bad" role="alert">
          {error}
        </p>
      ) : null}
      <Button type="submit" look="main" size="form" disabled={isBusy}>
        {label}
      </Button>
    </>
  );
}
