/** What the settings of a person ask in the same way as the entry pages do. */
export { CodeField, PasswordField } from './entry-fields.tsx';
export { NewPasswordField } from './password-field.tsx';
export { RecoveryCodes } from './recovery-codes.tsx';
export { SecondStepSetUp } from './second-step-set-up.tsx';
