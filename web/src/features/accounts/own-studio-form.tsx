import type { ReactNode } from 'react';
import { EmailField, EntrySubmit, NameField, OrganizationField } from './entry-fields.tsx';
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
  return (
    <form onSubmit={form.onSubmit}>
      {before}
      <NameField
        autoFocus
        value={form.fields.name}
        error={form.fieldError('name')}
        onChange={(name) => form.set({ name })}
      />
      <EmailField
        value={form.fields.email}
        error={form.fieldError('email')}
        onChange={(email) => form.set({ email })}
      />
      <NewPasswordField
        value={form.fields.password}
        error={form.fieldError('password')}
        onChange={(password) => form.set({ password })}
      />
      <OrganizationField
        value={form.fields.organizationName}
        error={form.fieldError('organizationName')}
        onChange={(organizationName) => form.set({ organizationName })}
      />
      {after}
      <EntrySubmit label={submit} isBusy={form.isBusy} error={form.error} />
    </form>
  );
}
