import { Eye, EyeOff } from 'lucide-react';
import {
  createContext,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useContext,
  useId,
  useState,
} from 'react';
import { Icon } from './icon.tsx';

type FieldNames = { id: string; describedBy: string | undefined; isWrong: boolean };
const FieldContext = createContext<FieldNames | undefined>(undefined);

/** A label, its control, one line of help and, when refused, the sentence that says what to do. */
export function Field({
  label,
  help,
  error,
  aside,
  children,
}: {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  const note = error ?? help;
  return (
    <div className="field">
      <div className="field-head">
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      <FieldContext.Provider value={{ id, describedBy: note ? `${id}-note` : undefined, isWrong: error !== undefined }}>
        {children}
      </FieldContext.Provider>
      {note ? (
        <p id={`${id}-note`} className={error ? 'help help-bad' : 'help'}>
          {note}
        </p>
      ) : null}
    </div>
  );
}

function useFieldNames() {
  const names = useContext(FieldContext);
  return names
    ? { id: names.id, 'aria-describedby': names.describedBy, 'aria-invalid': names.isWrong || undefined }
    : {};
}

export function TextInput({
  isForm = false,
  className = '',
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { isForm?: boolean }) {
  return <input className={`input ${isForm ? 'input-form' : ''} ${className}`} {...useFieldNames()} {...rest} />;
}

export function PasswordInput({
  showLabel,
  hideLabel,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { showLabel: string; hideLabel: string }) {
  const [isShown, setShown] = useState(false);
  const label = isShown ? hideLabel : showLabel;
  return (
    <span className="password">
      <input
        className="input input-form"
        type={isShown ? 'text' : 'password'}
        dir="ltr"
        {...useFieldNames()}
        {...rest}
      />
      <button type="button" aria-label={label} title={label} aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        <Icon of={isShown ? EyeOff : Eye} />
      </button>
    </span>
  );
}

export function TextArea({ className = '', ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  // Empty, it has no words to tell a direction by, and its placeholder is in the language of the page.
  const direction = rest.value === '' ? undefined : 'auto';
  return <textarea className={`input input-area ${className}`} dir={direction} {...useFieldNames()} {...rest} />;
}

export function Select({
  children,
  isForm = false,
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & { isForm?: boolean }) {
  return (
    <span className="select-box">
      <select className={`input select ${isForm ? 'input-form' : ''}`} {...useFieldNames()} {...rest}>
        {children}
      </select>
    </span>
  );
}

export function Switch({
  label,
  help,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { label: string; help?: string }) {
  return (
    <label className="option">
      <input className="switch" type="checkbox" {...rest} />
      <span>
        {label}
        {help ? <span className="help"> {help}</span> : null}
      </span>
    </label>
  );
}

export function Check({ label, ...rest }: InputHTMLAttributes<HTMLInputElement> & { label: ReactNode }) {
  return (
    <label className="option">
      <input className="check" type="checkbox" {...rest} />
      <span>{label}</span>
    </label>
  );
}

export type Choice<T extends string | number> = {
  value: T;
  label: ReactNode;
  name?: string;
  isHeld?: boolean;
  keyHint?: string;
};

/** One choice of a few, all in sight. Arrow keys move as in any radio group. */
export function Segmented<T extends string | number>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string;
  value: T;
  choices: Choice<T>[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <div className="segmented" role="radiogroup" aria-label={label}>
      {choices.map((choice) => (
        <label key={choice.value} className="segment" title={choice.name}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            disabled={choice.isHeld}
            aria-label={choice.name}
            onChange={() => onChange(choice.value)}
          />
          <span>
            {choice.label}
            {choice.keyHint ? (
              <span className="kbd" aria-hidden="true">
                {choice.keyHint}
              </span>
            ) : null}
          </span>
        </label>
      ))}
    </div>
  );
}
