import { useWords } from '../../app/words/index.ts';
import { Button, Field, TextInput } from '../../ui/index.ts';

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
