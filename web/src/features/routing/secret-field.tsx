import { ExternalLink } from 'lucide-react';
import type { ProviderFacts } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Icon, TextInput } from '../../ui/index.ts';

/** Takes a key and never shows it: neither while it is typed nor ever after. */
export function SecretField({
  provider,
  value,
  error,
  autoFocus = false,
  onChange,
}: {
  provider: Pick<ProviderFacts, 'title' | 'keyPage' | 'isKeyOptional'> | undefined;
  value: string;
  error: string | undefined;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}) {
  const t = useWords();
  const isOptional = provider?.isKeyOptional ?? false;
  // A server of one's own has no page where keys are made.
  const link =
    provider && !isOptional ? (
      <a className="key-page" href={provider.keyPage} target="_blank" rel="noreferrer">
        {t('connections.keyPage', { provider: provider.title })}
        <Icon of={ExternalLink} flip />
      </a>
    ) : null;
  return (
    <Field
      label={t('connections.key')}
      help={t(isOptional ? 'connections.keyOptional' : 'connections.keyHelp')}
      error={error}
      aside={link}
    >
      <TextInput
        isForm
        required={!isOptional}
        type="password"
        dir="ltr"
        autoFocus={autoFocus}
        autoComplete="off"
        spellCheck={false}
        minLength={8}
        maxLength={500}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
