import type { ReactNode } from 'react';
import { useWords } from '../../app/words/index.ts';
import { Button, Field, TextInput } from '../../ui/index.ts';
import { NewPasswordField } from './password-field.tsx';
import type { useEntryForm } from './use-entry.ts';

export const NO_OWNER = { name: '', email: '', password: '', organizationName: '' };
type Owner = typeof NO_OWNER;
type Form = Pick<ReturnType<typeof useEntryForm<Owner>>, 'isBusy' | 'error' | 'onSubmit'> & {
  fields: Owner;
  set: (changes: Partial<Owner>) => void;
  fieldError: (name: keyof Owner) => string | undefined;
};

/** A person and an organization of their own: the same four fields for the first owner and for everybody after. */
export function OwnStudioForm({
  form,
  before,
  after,
  submit,
}: {
  form: Form;
  before?: ReactNode;
  after?: ReactNode;
  submit: string;
}) {
  const t = useWords();
  return (
    <form onSubmit={form.onSubmit}>
      {before}
      <Field label={t('entry.name')} error={form.fieldError('name')}>
        <TextInput
          isForm
          name="name"
          autoComplete="name"
          dir="auto"
          required
          autoFocus
          maxLength={120}
          value={form.fields.name}
          onChange={(event) => form.set({ name: event.target.value })}
        />
      </Field>
      <Field label={t('entry.email')} error={form.fieldError('email')}>
        <TextInput
          isForm
          type="email"
          name="email"
          autoComplete="username"
          dir="ltr"
          required
          value={form.fields.email}
          onChange={(event) => form.set({ email: event.target.value })}
        />
      </Field>
      <NewPasswordField
        value={form.fields.password}
        error={form.fieldError('password')}
        onChange={(password) => form.set({ password })}
      />
      <Field label={t('entry.organization')} error={form.fieldError('organizationName')}>
        <TextInput
          isForm
          name="organization"
          autoComplete="organization"
          dir="auto"
          required
          maxLength={120}
          value={form.fields.organizationName}
          onChange={(event) => form.set({ organizationName: event.target.value })}
        />
      </Field>
      {after}
      {form.error ? (
        <p className="help help-bad" role="alert">
          {form.error}
        </p>
      ) : null}
      <Button type="submit" look="main" size="form" disabled={form.isBusy}>
        {submit}
      </Button>
    </form>
  );
}
